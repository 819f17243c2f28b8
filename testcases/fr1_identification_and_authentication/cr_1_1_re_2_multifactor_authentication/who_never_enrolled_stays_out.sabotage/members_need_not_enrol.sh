# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: who may use sudo and has not enrolled is asked for the password only
# asserts: the right password of a user who never enrolled is refused
set -eu
sed -i '0,/^auth \[success=2 default=bad\]/s//auth [success=ignore default=1] pam_succeed_if.so quiet user ingroup sudo\nauth [success=3 ignore=3 default=bad] pam_google_authenticator.so nullok\n&/' /etc/pam.d/common-auth
