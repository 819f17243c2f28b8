# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: one getty of the device logs root in
# asserts: opens nothing without a secret
set -eu
mkdir -p /etc/systemd/system/getty@tty1.service.d
# shellcheck disable=SC2016  # for systemd
printf '[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin root --noclear %%I $TERM\n' \
  >/etc/systemd/system/getty@tty1.service.d/login.conf
systemctl daemon-reload
