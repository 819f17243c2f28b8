# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(1)
# how: the audit does not learn that who may use sudo has logged in
# asserts: the kernel's audit knows the session as its own user's
# also: CR_2_12_sudo_points_to_the_person: the trail does not say whose session it was
set -eu
sed -i 's/^session.*pam_loginuid/session [success=1 default=ignore] pam_succeed_if.so quiet user ingroup sudo\n&/' \
  /etc/pam.d/sshd /etc/pam.d/login
