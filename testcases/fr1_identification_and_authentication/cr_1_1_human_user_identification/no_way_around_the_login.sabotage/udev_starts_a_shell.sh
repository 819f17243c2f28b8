# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: whoever plugs a serial adapter in has a root shell, which udev starts
# asserts: every program that a unit starts there asks for a login
set -eu
printf 'ACTION=="add", SUBSYSTEM=="tty", KERNEL=="ttyUSB*", RUN+="/usr/bin/systemd-run -p StandardInput=tty -p StandardOutput=tty -p TTYPath=/dev/%%k /bin/sh"\n' >/etc/udev/rules.d/90-serial.rules
