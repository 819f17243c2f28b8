# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.10
# how: what runs when the audit daemon has ended restarts the device
# asserts: the loss of the daemon does not stop the device
# lane: qemu
set -eu
mkdir -p /etc/systemd/system/auditd.service.d
printf '[Service]\nExecStopPost=/usr/bin/systemctl --force reboot\n' >/etc/systemd/system/auditd.service.d/zz.conf
systemctl daemon-reload
