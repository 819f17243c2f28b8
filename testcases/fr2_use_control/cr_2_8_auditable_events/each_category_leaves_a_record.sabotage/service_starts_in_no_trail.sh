# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: neither trail takes what systemd says of services
# asserts: control system events: a restart of chrony.service: a record
# lane: qemu
set -eu
auditctl -a always,exclude -F msgtype=SERVICE_START
auditctl -a always,exclude -F msgtype=SERVICE_STOP
mkdir -p /run/systemd/system/chrony.service.d
printf '[Service]\nLogLevelMax=emerg\n' >/run/systemd/system/chrony.service.d/quiet.conf
systemctl daemon-reload
