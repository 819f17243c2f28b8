# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: what root does to files is recorded for other users only
# asserts: configuration changes: an opening for writing of /etc/passwd: a record
# lane: qemu
set -eu
sed -i "s/^-w \(.*\) -p wa -k identity/-a always,exit -F path=\1 -F perm=wa -F uid!=0 -k identity/; s|path=\(/[^ ]*\)/ |dir=\1 |" \
  /etc/audit/rules.d/audit.rules
augenrules --load >/dev/null
