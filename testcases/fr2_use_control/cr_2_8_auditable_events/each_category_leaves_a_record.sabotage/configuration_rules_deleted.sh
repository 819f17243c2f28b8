# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: the rules of the configuration are gone
# asserts: configuration changes: an opening for writing of /etc/nftables.conf: a record
# lane: qemu
set -eu
sed -i "/-k system-config/d" /etc/audit/rules.d/audit.rules
augenrules --load >/dev/null
