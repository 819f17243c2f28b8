# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9
# how: auditd stops the device where its disk is full
# asserts: no trouble of the audit trail stops the device
# also: CR_2_9_RE_1_a_warning_comes_in_time: nothing is filled on a device that stops for it
# also: CR_2_10_losing_the_daemon_is_survived: what stops the device is not brought about
# lane: qemu
set -eu
sed -i "s/^disk_full_action.*/disk_full_action = HALT/" /etc/audit/auditd.conf
kill -HUP "$(pidof auditd)"
sleep 2
