# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.10
# how: who gives a name that there is not is told so
# asserts: a refusal does not tell whether there is a user
set -eu
cat >/etc/pam.d/names <<"END"
auth [success=1 default=ignore] pam_succeed_if.so quiet uid >= 0
auth optional pam_echo.so There is no such user.
END
sed -i '1i @include names' /etc/pam.d/common-auth
