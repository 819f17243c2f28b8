# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9 RE(1)
# how: the warning comes long before the threshold
# asserts: no warning comes while more than
# lane: qemu
set -eu
sed -i "s/^space_left .*/space_left = 90%/" /etc/audit/auditd.conf
kill -HUP "$(pidof auditd)"
sleep 2
