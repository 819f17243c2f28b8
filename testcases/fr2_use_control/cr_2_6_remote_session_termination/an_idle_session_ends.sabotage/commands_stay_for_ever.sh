# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: shells and file transfers are ended, and not the command that somebody started instead
# asserts: without a terminal: it is ended after
set -eu
sed -i 's/^ChannelTimeout.*/ChannelTimeout session:command=0 session:*=15m/' /etc/ssh/sshd_config
systemctl reload ssh.service
