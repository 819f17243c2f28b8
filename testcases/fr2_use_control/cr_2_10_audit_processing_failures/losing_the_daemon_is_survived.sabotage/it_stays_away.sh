# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.10
# how: nobody starts the daemon again, and the kernel does not mind
# asserts: another daemon takes the records
# lane: qemu
set -eu
mkdir -p /etc/systemd/system/auditd.service.d
printf '[Service]\nRestart=no\n' >/etc/systemd/system/auditd.service.d/restart.conf
systemctl daemon-reload
auditctl -f 0 >/dev/null
