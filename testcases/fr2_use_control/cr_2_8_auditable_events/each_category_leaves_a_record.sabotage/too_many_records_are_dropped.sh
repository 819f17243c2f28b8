# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: one record a second is all that the kernel hands on
# asserts: configuration changes: a setting of the mode of /etc/shadow: a record
# lane: qemu
set -eu
auditctl -r 1 >/dev/null
