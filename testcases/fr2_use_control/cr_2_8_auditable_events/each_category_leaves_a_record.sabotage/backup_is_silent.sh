# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: the backup is not recorded
# asserts: backup and restore event: a backup: a record
# lane: qemu
set -eu
sed -i "/-k backup$/d" /etc/audit/rules.d/audit.rules
augenrules --load >/dev/null
sed -i "/^logger/d" /usr/libexec/backup
