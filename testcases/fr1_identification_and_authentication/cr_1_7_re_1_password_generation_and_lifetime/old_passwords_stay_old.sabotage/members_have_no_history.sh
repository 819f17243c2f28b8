# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: the former passwords of who may use sudo are welcome
# asserts: the password of
set -eu
sed -i 's/^password requisite *pam_pwhistory.so/password [success=1 default=ignore] pam_succeed_if.so quiet user ingroup sudo\n&/' /etc/pam.d/common-password
