# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: the window has no length: no failure ever counts
# asserts: failures within the window count together
# also: CR_1_11_locks_the_account: no number of failures locks
set -eu
sed -i "s/^fail_interval.*/fail_interval = 0/" /etc/security/faillock.conf
