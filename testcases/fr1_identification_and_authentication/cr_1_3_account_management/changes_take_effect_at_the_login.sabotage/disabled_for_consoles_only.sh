# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: the SSH server's PAM service passes the account's state over
# asserts: ssh keyboard-interactive: a disabled account is refused
set -eu
sed -i "s/^@include common-account/account required pam_permit.so/" /etc/pam.d/sshd
