# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9 RE(1)
# how: auditd does nothing at its threshold
# asserts: a warning comes within
# lane: qemu
set -eu
sed -i "s/^space_left_action.*/space_left_action = IGNORE/" /etc/audit/auditd.conf
kill -HUP "$(pidof auditd)"
sleep 2
