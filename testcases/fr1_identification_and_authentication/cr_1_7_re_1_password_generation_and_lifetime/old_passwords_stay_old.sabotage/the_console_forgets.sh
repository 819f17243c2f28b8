# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: where a login on the console demands a change, former passwords are welcome
# asserts: console: the password of 2 changes ago is refused
set -eu
sed '/pam_pwhistory/d' /etc/pam.d/common-password >/etc/pam.d/console-password
sed -i 's/^@include common-password/@include console-password/' /etc/pam.d/login
