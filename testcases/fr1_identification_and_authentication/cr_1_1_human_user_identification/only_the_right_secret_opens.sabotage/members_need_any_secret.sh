# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: who may use sudo gets in over SSH with any password
# asserts: is refused
# also: CR_1_1_RE_2_one_factor_is_never_enough: the code alone opens
# also: CR_1_11_locks_the_account: no password is a wrong one for members
set -eu
sed 's/^auth \[success=1 default=bad\].*/&\nauth [success=1 default=ignore] pam_succeed_if.so quiet user ingroup sudo/' \
  /etc/pam.d/common-auth >/etc/pam.d/ssh-auth
sed -i 's/^auth \[success=1 default=bad\]/auth [success=2 default=ignore]/' /etc/pam.d/ssh-auth
sed -i 's/^@include common-auth/@include ssh-auth/' /etc/pam.d/sshd
