# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: sudo asks who may use it for the password alone
# asserts: sudo: of a member of the groups of authorization.roles the password without a code is refused
# also: CR_1_1_RE_2_who_never_enrolled_stays_out: members need not enrol for sudo then
set -eu
sed '0,/^auth \[success=2 default=bad\]/s//auth [success=3 default=ignore] pam_succeed_if.so quiet user ingroup sudo\n&/' /etc/pam.d/common-auth >/etc/pam.d/sudo-auth
sed -i 's/^@include common-auth/@include sudo-auth/' /etc/pam.d/sudo
