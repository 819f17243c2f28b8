# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: only the console forgets to ask
# asserts: console: a wrong password is refused
# also: CR_2_8_each_category_leaves_a_record: no login can be refused there
# also: CR_1_11_locks_the_account: nobody can be locked who is always let in
# also: CR_1_1_RE_2_one_factor_is_never_enough: no factor is asked for there
# also: CR_1_1_RE_2_who_never_enrolled_stays_out: nobody needs a second factor there
set -eu
sed -i "0,/^auth/s//auth sufficient pam_permit.so\nauth/" /etc/pam.d/login
