# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: who has not enrolled is asked for the password only
# asserts: the right password of a user who never enrolled is refused
set -eu
# Right code or none to ask for: on to the password.
sed -i "s/^auth .*pam_google_authenticator.so/auth [success=2 ignore=2 default=bad] pam_google_authenticator.so nullok/" /etc/pam.d/common-auth
