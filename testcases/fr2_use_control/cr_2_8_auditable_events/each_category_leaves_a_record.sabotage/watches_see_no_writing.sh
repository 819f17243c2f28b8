# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: the watches look at attributes only
# asserts: configuration changes: an opening for writing of /etc/sudoers: a record
# lane: qemu
set -eu
sed -i "s/ -p wa -k access-config/ -p a -k access-config/" /etc/audit/rules.d/audit.rules
augenrules --load >/dev/null
