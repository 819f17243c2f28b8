# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.10
# how: a daemon that starts again takes the rules away
# asserts: the rules of before are in force again
# lane: qemu
set -eu
mkdir -p /etc/systemd/system/auditd.service.d
printf '[Service]\nExecStartPost=/sbin/auditctl -D\n' >/etc/systemd/system/auditd.service.d/rules.conf
systemctl daemon-reload
