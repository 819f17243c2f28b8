# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: the server is started with an option that its file cannot take back
# asserts: without a terminal: it is ended after
set -eu
echo "SSHD_OPTS='-o ChannelTimeout=session:*=5h'" >/etc/default/ssh
systemctl restart ssh.service
