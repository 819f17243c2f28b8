# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: who may use sudo may stay for two days
# asserts: without a terminal: it is ended after
set -eu
printf 'Match Group sudo\n\tChannelTimeout session:*=2d\n' >>/etc/ssh/sshd_config
systemctl reload ssh.service
