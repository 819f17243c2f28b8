# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: the rules have no key, so that no record tells its category
# asserts: its record has the category
# lane: qemu
set -eu
sed -i "s/ -k [a-z-]*$//" /etc/audit/rules.d/audit.rules
augenrules --load >/dev/null
