# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9 RE(1)
# how: the threshold is one MiB
# asserts: a warning comes within
# lane: qemu
set -eu
sed -i "s/^space_left .*/space_left = 2/; s/^admin_space_left .*/admin_space_left = 1/" /etc/audit/auditd.conf
kill -HUP "$(pidof auditd)"
sleep 2
