# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: the login on a console asks root for nothing; all others are asked
# asserts: login as root opens nothing without a secret
# also: CR_1_1_only_the_right_secret_opens: root is let in without a secret
# also: CR_1_1_RE_2_one_factor_is_never_enough: root is asked for no factor
# also: CR_1_11_locks_the_account: who is asked nothing is never locked
set -eu
sed -i "0,/^auth/s//auth sufficient pam_succeed_if.so quiet user = root\nauth/" /etc/pam.d/login
