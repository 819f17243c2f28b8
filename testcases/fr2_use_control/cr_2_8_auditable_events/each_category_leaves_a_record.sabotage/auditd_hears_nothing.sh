# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: auditd listens to other machines and not to its own kernel
# asserts: the audit trail takes in new records
# lane: qemu
set -eu
sed -i "s/^local_events.*/local_events = no/" /etc/audit/auditd.conf
kill "$(pidof auditd)"
while pidof auditd >/dev/null; do sleep 0.2; done
systemctl start auditd.service
