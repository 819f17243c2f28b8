# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9
# how: auditd keeps one file of 1 MiB
# asserts: the audit storage holds
# lane: qemu
set -eu
sed -i "s/^max_log_file .*/max_log_file = 1/; s/^num_logs.*/num_logs = 1/" /etc/audit/auditd.conf
kill -HUP "$(pidof auditd)"
sleep 2
