# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: who may use sudo is never locked out over SSH
# asserts: ssh keyboard-interactive: the right password is refused at once
set -eu
sed 's/^auth.*pam_faillock.so preauth/auth [success=1 default=ignore] pam_succeed_if.so quiet user ingroup sudo\n&/' \
  /etc/pam.d/common-auth >/etc/pam.d/ssh-auth
echo 'auth required pam_permit.so' >>/etc/pam.d/ssh-auth
sed -i 's/^auth required  *pam_faillock.so authsucc/auth [success=1 default=ignore] pam_succeed_if.so quiet user ingroup sudo\n&/' \
  /etc/pam.d/ssh-auth
sed -i 's/^@include common-auth/@include ssh-auth/' /etc/pam.d/sshd
