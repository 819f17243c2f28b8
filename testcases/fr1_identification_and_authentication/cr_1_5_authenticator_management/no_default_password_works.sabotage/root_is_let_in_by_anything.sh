# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: root is let in by whatever is typed
# asserts: console: a password that nobody has opens no session
# also: CR_1_1_only_the_right_secret_opens: no right secret is needed
# also: CR_1_1_RE_2_one_factor_is_never_enough: no factor is needed
# also: CR_1_11_locks_the_account: who is let in by anything is never locked
set -eu
sed -i 's/^auth required .*pam_faillock.so preauth/auth [success=ignore default=2] pam_succeed_if.so quiet uid = 0\nauth optional pam_unix.so\nauth sufficient pam_permit.so\n&/' /etc/pam.d/common-auth
