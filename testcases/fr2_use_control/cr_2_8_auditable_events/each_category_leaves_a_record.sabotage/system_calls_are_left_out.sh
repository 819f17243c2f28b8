# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: the records of system calls are left out, and with them all that rules find
# asserts: configuration changes: an opening for writing of /etc/passwd: a record
# lane: qemu
set -eu
auditctl -a always,exclude -F msgtype=SYSCALL
