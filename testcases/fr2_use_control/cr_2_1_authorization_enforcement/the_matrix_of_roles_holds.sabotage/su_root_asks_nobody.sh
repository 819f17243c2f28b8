# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: su asks nobody who wants to become root, and everybody else
# asserts: an ordinary user may not become_root
# also: CR_1_1_only_the_right_secret_opens: su lets people in without a secret
# also: CR_1_1_RE_2_one_factor_is_never_enough: su asks for no factor there
# also: CR_1_11_locks_the_account: who is asked nothing is never locked
set -eu
sed -i "1i auth sufficient pam_succeed_if.so quiet user = root" /etc/pam.d/su
