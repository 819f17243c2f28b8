# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: neither audit trail nor journal takes records of sshd
# asserts: access control: ssh keyboard-interactive: a wrong password: a record
# lane: qemu
set -eu
auditctl -a always,exclude -F exe=/usr/sbin/sshd
mkdir -p /run/systemd/system/ssh.service.d
printf '[Service]\nLogLevelMax=emerg\n' >/run/systemd/system/ssh.service.d/quiet.conf
systemctl daemon-reload
systemctl restart ssh.service
