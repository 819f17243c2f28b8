# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: who comes from the plant's network may be idle for ever without a terminal
# asserts: a session is ended after
set -eu
printf 'Match Address 10.20.0.0/16\n  ChannelTimeout session:*=0\n' >>/etc/ssh/sshd_config
sshd -t
systemctl reload ssh
