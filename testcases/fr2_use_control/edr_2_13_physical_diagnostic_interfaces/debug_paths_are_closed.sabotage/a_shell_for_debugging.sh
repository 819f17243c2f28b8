# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.13
# how: systemd's shell for debugging runs on a terminal
# asserts: no shell waits on a terminal of the device
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: the shell is a service of root that is declared nowhere
# lane: qemu
set -eu
systemctl start debug-shell.service
