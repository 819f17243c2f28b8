# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: connections are counted, and each may have ten sessions
# asserts: with a terminal: beside 2, one more in the same connection runs nothing
set -eu
sed -i "s/^MaxSessions.*/MaxSessions 10/" /etc/ssh/sshd_config
systemctl reload ssh.service
