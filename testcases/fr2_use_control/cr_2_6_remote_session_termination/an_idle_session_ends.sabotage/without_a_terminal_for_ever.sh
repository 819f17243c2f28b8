# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: sshd ends no channel that says nothing, and nobody else sees a session without a terminal
# asserts: without a terminal: it is ended after
set -eu
sed -i '/^ChannelTimeout/d' /etc/ssh/sshd_config
systemctl reload ssh.service
