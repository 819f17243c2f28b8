# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.10
# how: the daemon is started again after ten minutes
# asserts: another daemon takes the records
# lane: qemu
set -eu
mkdir -p /etc/systemd/system/auditd.service.d
printf '[Service]\nRestartSec=600\n' >/etc/systemd/system/auditd.service.d/restart.conf
systemctl daemon-reload
