# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: PAM asks supervisors for nothing at sudo, so that no time of sudo's own matters
# asserts: it is over after 300 s
# also: CR_1_1_only_the_right_secret_opens: sudo lets people in without a secret
# also: CR_1_1_RE_2_one_factor_is_never_enough: sudo asks members for no factor
# also: CR_1_1_RE_2_who_never_enrolled_stays_out: sudo asks no member to enrol
# also: CR_1_11_locks_the_account: sudo takes what is not asked for, however often
set -eu
sed -i "1i auth sufficient pam_succeed_if.so quiet user ingroup sudo" /etc/pam.d/sudo
