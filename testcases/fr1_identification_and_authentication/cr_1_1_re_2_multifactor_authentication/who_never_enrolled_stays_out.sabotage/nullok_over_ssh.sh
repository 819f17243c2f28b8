# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: the same for SSH alone
# asserts: ssh keyboard-interactive: the right password of a user who never enrolled is refused
set -eu
sed "s/^auth .*pam_google_authenticator.so/auth [success=2 ignore=2 default=bad] pam_google_authenticator.so nullok/" /etc/pam.d/common-auth >/etc/pam.d/lenient-auth
sed -i "s/^@include common-auth/auth include lenient-auth/" /etc/pam.d/sshd
