# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: members of a group that is no role may be idle for ever without a terminal
# asserts: a session is ended after
set -eu
printf 'Match Group operator\n  ChannelTimeout session:*=0\n' >>/etc/ssh/sshd_config
sshd -t
systemctl reload ssh
