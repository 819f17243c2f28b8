# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: where a login over SSH demands a change, former passwords are welcome
# asserts: ssh keyboard-interactive: the password of 2 changes ago is refused
set -eu
sed '/pam_pwhistory/d' /etc/pam.d/common-password >/etc/pam.d/ssh-password
sed -i 's/^@include common-password/@include ssh-password/' /etc/pam.d/sshd
