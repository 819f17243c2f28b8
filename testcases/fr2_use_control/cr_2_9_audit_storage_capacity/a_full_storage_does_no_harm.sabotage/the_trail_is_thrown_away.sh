# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9
# how: with little room left auditd rotates until a few records are left
# asserts: a full storage: what was recorded is still there
# lane: qemu
set -eu
sed -i "s/^\(admin_space_left\|disk_full\)_action.*/\1_action = ROTATE/" /etc/audit/auditd.conf
kill -HUP "$(pidof auditd)"
sleep 2
