# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: clients of the network of the plant may stay for two days
# asserts: without a terminal: it is ended after
set -eu
cat >>/etc/ssh/sshd_config <<"EOF"
Match Address 10.0.0.0/8
	ChannelTimeout session:*=2d
EOF
systemctl reload ssh.service
