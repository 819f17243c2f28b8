# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: the SSH server lets a key in alone
# asserts: a key alone opens no session
set -eu
sed -i "s/^AuthenticationMethods .*/AuthenticationMethods keyboard-interactive:pam publickey/" /etc/ssh/sshd_config
systemctl reload ssh
