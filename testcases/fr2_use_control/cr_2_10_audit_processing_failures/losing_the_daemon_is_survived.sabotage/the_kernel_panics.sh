# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.10
# how: the kernel stops where records are lost
# asserts: no trouble of the audit trail stops the device
# also: CR_2_9_a_full_storage_does_no_harm: a full storage may lose records
# also: CR_2_9_RE_1_a_warning_comes_in_time: the same, before it is full
# lane: qemu
set -eu
auditctl -f 2 >/dev/null
