# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: nobody takes the records; journald only reads along
# asserts: the audit trail takes in new records
# lane: qemu
set -eu
kill "$(pidof auditd)"
while pidof auditd >/dev/null; do sleep 0.2; done
