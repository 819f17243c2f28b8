# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9
# how: most of the file system of the trail is taken by something else
# asserts: the audit storage holds
# lane: qemu
set -eu
fallocate -l 45M /var/log/audit/dump
