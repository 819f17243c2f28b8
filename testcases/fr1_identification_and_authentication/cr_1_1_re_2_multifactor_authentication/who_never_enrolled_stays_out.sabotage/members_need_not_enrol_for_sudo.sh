# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: sudo asks who may use it and has not enrolled for the password only
# asserts: sudo: the right password of a user who never enrolled is refused
set -eu
sed '0,/^auth \[success=2 default=bad\]/s//auth [success=ignore default=1] pam_succeed_if.so quiet user ingroup sudo\nauth [success=3 ignore=3 default=bad] pam_google_authenticator.so nullok\n&/' /etc/pam.d/common-auth >/etc/pam.d/sudo-auth
sed -i 's/^@include common-auth/@include sudo-auth/' /etc/pam.d/sudo
