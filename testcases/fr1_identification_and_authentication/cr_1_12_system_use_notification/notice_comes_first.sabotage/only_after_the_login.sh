# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: the notice is the message of the day
# asserts: a notice of use is shown before any secret is asked for: ssh
set -eu
mv /etc/issue /etc/motd
sed -i "s/^Banner .*/Banner none/; s/^PrintMotd .*/PrintMotd yes/" /etc/ssh/sshd_config
systemctl reload ssh
