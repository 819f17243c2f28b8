# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: a console asks for a code only who has the file of an enrolment
# asserts: console: the right password of a user who never enrolled is refused
# also: CR_1_1_RE_2_one_factor_is_never_enough: the password alone is enough for some
set -eu
cat >/usr/local/sbin/has-not-enrolled <<'SH'
#!/bin/sh
! test -e "/home/$PAM_USER/.google_authenticator"
SH
chmod 0755 /usr/local/sbin/has-not-enrolled
# Where there is none, the second line of common-auth is passed over.
sed "s|^auth .*pam_google_authenticator.so|auth [success=3 default=ignore] pam_exec.so quiet /usr/local/sbin/has-not-enrolled\n&|" \
  /etc/pam.d/common-auth >/etc/pam.d/exempt-auth
sed -i "s/^@include common-auth/auth include exempt-auth/" /etc/pam.d/login
