# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: people are let past the history
# asserts: passwd: the password of 4 changes ago is refused
set -eu
sed -i 's/^password requisite  *pam_pwhistory.*/password [success=1 default=ignore] pam_succeed_if.so quiet uid >= 1000\n&/' \
  /etc/pam.d/common-password
