# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.10
# how: the service manager restarts the device without an audit daemon
# asserts: the loss of the daemon does not stop the device
# lane: qemu
set -eu
mkdir -p /etc/systemd/system/auditd.service.d
printf '[Unit]\nFailureAction=reboot-force\n' >/etc/systemd/system/auditd.service.d/reboot.conf
systemctl daemon-reload
