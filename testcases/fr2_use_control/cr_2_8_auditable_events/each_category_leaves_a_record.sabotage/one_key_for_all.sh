# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: every record has the same category
# asserts: configuration changes: the category is not that of refused access
# lane: qemu
set -eu
sed -i "s/ -k [a-z-]*$/ -k audit/" /etc/audit/rules.d/audit.rules
augenrules --load >/dev/null
