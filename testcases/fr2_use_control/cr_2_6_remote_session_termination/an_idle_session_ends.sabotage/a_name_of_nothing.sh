# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: the time is set for channels that are called session, as none is once it is used
# asserts: without a terminal: it is ended after
set -eu
sed -i 's/^ChannelTimeout.*/ChannelTimeout session=15m/' /etc/ssh/sshd_config
systemctl reload ssh.service
