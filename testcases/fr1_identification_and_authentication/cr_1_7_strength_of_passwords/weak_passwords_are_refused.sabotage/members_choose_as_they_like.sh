# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: who may use sudo may have a weak password
# asserts: where a change is demanded, a password is refused
set -eu
sed -i 's/^password requisite *pam_pwquality.so/password [success=1 default=ignore] pam_succeed_if.so quiet user ingroup sudo\n&/' /etc/pam.d/common-password
sed -i 's/ use_authtok//' /etc/pam.d/common-password
