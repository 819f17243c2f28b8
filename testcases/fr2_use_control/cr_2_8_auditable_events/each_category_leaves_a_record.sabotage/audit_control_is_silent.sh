# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: commands to the kernel's audit are left out
# asserts: audit log events: a command to the kernel's audit: a record
# lane: qemu
set -eu
auditctl -a always,exclude -F msgtype=CONFIG_CHANGE
