# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: whoever plugs a serial adapter in is logged in as root
# asserts: opens nothing without a secret
# also: CR_1_10_secrets_give_no_feedback: nothing is asked for there
# also: CR_1_12_notice_comes_first: no name is asked for there
# also: CR_1_12_only_root_changes_the_notice: no name is asked for there
set -eu
mkdir -p /etc/systemd/system/serial-getty@ttyUSB0.service.d
printf '[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin root -8 - vt220\n' >/etc/systemd/system/serial-getty@ttyUSB0.service.d/a.conf
printf 'SUBSYSTEM=="tty", KERNEL=="ttyUSB0", TAG+="systemd", ENV{SYSTEMD_WANTS}+="serial-getty@ttyUSB0.service"\n' >/etc/udev/rules.d/90-usb-console.rules
systemctl daemon-reload
