# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: no rule for what users try on the files of others
# asserts: request errors: console: a request that only a file's owner may make: a record
# lane: qemu
set -eu
sed -i "/-k permissions$/d; /exit=-EPERM/d" /etc/audit/rules.d/audit.rules
augenrules --load >/dev/null
