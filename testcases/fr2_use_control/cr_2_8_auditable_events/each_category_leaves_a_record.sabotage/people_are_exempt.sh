# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: everything is recorded, except what people do
# asserts: configuration changes: an opening for writing of /etc/passwd: a record
# lane: qemu
set -eu
auditctl -a always,exclude -F "auid>=1000"
