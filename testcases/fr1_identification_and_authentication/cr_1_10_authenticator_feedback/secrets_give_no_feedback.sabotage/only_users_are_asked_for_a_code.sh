# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.10
# how: a name that there is not is asked for a password only
# asserts: a refusal does not tell whether there is a user
# also: CR_1_1_RE_2_one_factor_is_never_enough: the condition lets who meets it in by a password
set -eu
sed -i '/^auth required  *pam_faillock.so preauth/i auth [success=ignore default=4] pam_succeed_if.so quiet uid >= 0'   /etc/pam.d/common-auth
