# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9
# how: the trail lies on a small file system in memory
# asserts: the audit storage holds
# lane: qemu
set -eu
mount -t tmpfs -o size=6m,mode=0700 tmpfs /var/log/audit
kill "$(pidof auditd)"
while pidof auditd >/dev/null; do sleep 0.2; done
systemctl start auditd.service
