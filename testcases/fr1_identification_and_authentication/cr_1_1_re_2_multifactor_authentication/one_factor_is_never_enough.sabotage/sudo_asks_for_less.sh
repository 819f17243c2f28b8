# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: sudo asks for the password alone
# asserts: sudo: the password without a code is refused
set -eu
sed "s/^auth .*pam_google_authenticator.so/auth [success=2 default=bad] pam_permit.so/" /etc/pam.d/common-auth >/etc/pam.d/one-factor
sed -i "s/^@include common-auth/auth include one-factor/" /etc/pam.d/sudo
