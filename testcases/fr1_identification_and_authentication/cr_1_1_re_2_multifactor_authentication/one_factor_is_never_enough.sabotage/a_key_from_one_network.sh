# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: from one network a key alone opens
# asserts: ssh by the settings of 'Match Address 10.20.0.0/16': a key alone opens no session
set -eu
printf 'Match Address 10.20.0.0/16\n  AuthenticationMethods publickey\n' >>/etc/ssh/sshd_config
systemctl reload ssh
