# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: sudo counts no failures
# asserts: sudo: the right password is refused at once
set -eu
sed 's/^auth.*pam_faillock.*authfail/auth [default=die] pam_deny.so/;/pam_faillock/d' /etc/pam.d/common-auth >/etc/pam.d/sudo-auth
echo 'auth required pam_permit.so' >>/etc/pam.d/sudo-auth
sed -i 's/^@include common-auth/@include sudo-auth/' /etc/pam.d/sudo
