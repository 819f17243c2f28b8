# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: of a directory of rules only the files are watched that are there, and no new one
# asserts: configuration changes: an opening for writing of /etc/sudoers.d/iec-
# lane: qemu
set -eu
auditctl -W /etc/sudoers.d/ -p wa -k access-config
auditctl -w /etc/sudoers.d/hardened -p wa -k access-config
