# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: who opens the audit trail is not recorded
# asserts: audit log events: an opening for writing of /var/log/audit/audit.log: a record
# lane: qemu
set -eu
sed -i "/-k audit-log$/d" /etc/audit/rules.d/audit.rules
augenrules --load >/dev/null
