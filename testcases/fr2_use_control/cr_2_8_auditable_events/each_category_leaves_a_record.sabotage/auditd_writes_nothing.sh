# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: auditd runs and keeps nothing
# asserts: audit log events: an opening for writing of /var/log/audit/audit.log: a record
# lane: qemu
set -eu
sed -i "s/^write_logs.*/write_logs = no/" /etc/audit/auditd.conf
kill -HUP "$(pidof auditd)"
sleep 2
