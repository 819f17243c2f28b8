# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: failures of a whole day count together
# asserts: failures that are older than the window are forgotten
set -eu
sed -i "s/^fail_interval.*/fail_interval = 86400/" /etc/security/faillock.conf
