# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.11
# how: nobody sets the clock, and it and the clock of the hardware are years behind
# asserts: the clock is not before this program was made
# also: CR_2_11_RE_1_the_clock_follows_its_source: nobody keeps the clock
# lane: qemu
set -eu
systemctl disable --now chrony.service
timedatectl set-time "2020-01-01 00:00:00" || { date -s "2020-01-01 00:00:00" && hwclock -w; }
