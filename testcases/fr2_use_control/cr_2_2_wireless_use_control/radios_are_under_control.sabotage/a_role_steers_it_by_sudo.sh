# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.2
# how: those who may read the logs may have sudo set the radio up and down
# asserts: a member of systemd-journal steers no radio
# also: CR_2_1_the_matrix_of_roles_holds: the rule of sudo is declared nowhere
# variant: radio
set -eu
echo "%systemd-journal ALL=(root) NOPASSWD: /usr/sbin/ip link set wlan0 *" >/etc/sudoers.d/radio
