# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: the rule for refused access knows another kind of program
# asserts: access control: console: a refused reading of /etc/shadow: a record
# lane: qemu
set -eu
sed -i "/arch=b64.*exit=-EACCES/d" /etc/audit/rules.d/audit.rules
augenrules --load >/dev/null
