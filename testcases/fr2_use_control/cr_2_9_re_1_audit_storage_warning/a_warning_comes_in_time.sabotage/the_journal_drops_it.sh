# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9 RE(1)
# how: the journal keeps nothing that auditd says
# asserts: a warning comes within
# lane: qemu
set -eu
mkdir -p /etc/systemd/system/auditd.service.d
printf '[Service]\nLogLevelMax=emerg\n' >/etc/systemd/system/auditd.service.d/quiet.conf
systemctl daemon-reload
kill -9 "$(pidof auditd)"
sleep 1
until pidof auditd >/dev/null; do sleep 0.5; done
sleep 5
