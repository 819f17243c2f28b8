# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: supervisors are never asked
# asserts: nothing without the supervisor's secrets
# also: CR_1_1_RE_2_one_factor_is_never_enough: sudo asks members for no factor
# also: CR_1_1_RE_2_who_never_enrolled_stays_out: sudo asks no member to enrol
# also: CR_1_11_locks_the_account: sudo takes what is not asked for, however often
set -eu
sed -i "s/^%sudo.*/%sudo ALL=(ALL:ALL) NOPASSWD: ALL/" /etc/sudoers
