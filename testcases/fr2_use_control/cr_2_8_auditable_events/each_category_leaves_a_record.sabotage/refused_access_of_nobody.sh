# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: the rule for refused access begins above all user ids
# asserts: access control: ssh keyboard-interactive: a refused reading of a secret file
# lane: qemu
set -eu
sed -i "/ -k access$/s/auid>=1000/auid>=100000/" /etc/audit/rules.d/audit.rules
augenrules --load >/dev/null
