# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: the watches look at writing only, and nothing else looks at modes
# asserts: configuration changes: a setting of the mode of /etc/shadow: a record
# lane: qemu
set -eu
sed -i "s/ -p wa -k identity/ -p w -k identity/; /-k permissions$/d" /etc/audit/rules.d/audit.rules
augenrules --load >/dev/null
