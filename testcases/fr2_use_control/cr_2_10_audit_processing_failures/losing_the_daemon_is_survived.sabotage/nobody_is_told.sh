# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.10
# how: the service manager keeps the failure to itself
# asserts: the journal warns of the loss
# lane: qemu
set -eu
mkdir -p /etc/systemd/system/auditd.service.d
printf '[Service]\nLogLevelMax=emerg\n' >/etc/systemd/system/auditd.service.d/quiet.conf
systemctl daemon-reload
