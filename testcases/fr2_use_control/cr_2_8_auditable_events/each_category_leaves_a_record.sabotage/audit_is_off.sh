# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: the kernel's audit is switched off
# asserts: access control: console: a refused reading of /etc/shadow: a record
# lane: qemu
set -eu
auditctl -e 0 >/dev/null
