# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.10
# how: sudo echoes the code of the second factor, logins do not
# asserts: sudo: nothing of a typed secret comes back
set -eu
sed 's/pam_google_authenticator.so/& echo_verification_code/' /etc/pam.d/common-auth >/etc/pam.d/sudo-auth
sed -i 's/^@include common-auth/@include sudo-auth/' /etc/pam.d/sudo
