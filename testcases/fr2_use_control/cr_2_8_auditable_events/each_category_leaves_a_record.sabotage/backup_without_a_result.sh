# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: the backup says that it ran, and not how it ended
# asserts: backup and restore event: a backup: its record has the result
# lane: qemu
set -eu
sed -i "/-k backup$/d" /etc/audit/rules.d/audit.rules
augenrules --load >/dev/null
sed -i "/^logger/s/: .result\"/\"/" /usr/libexec/backup
