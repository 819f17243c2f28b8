# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: two connections are counted, and each may have two sessions
# asserts: without a terminal: beside 2, one more by a login of its own runs nothing
set -eu
sed -i "s/^MaxSessions.*/MaxSessions 2/" /etc/ssh/sshd_config
systemctl reload ssh.service
