# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: failures are forgotten after two minutes
# asserts: failures within the window count together
set -eu
sed -i "s/^fail_interval.*/fail_interval = 120/" /etc/security/faillock.conf
