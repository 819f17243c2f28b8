# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: sticks are mounted by themselves, and what is on them runs
# asserts: what is mounted on demand does not run either
set -eu
mkdir -p /media/usb
printf 'LABEL=DATA /media/usb vfat noauto,x-systemd.automount,x-systemd.device-timeout=2,exec,umask=000 0 0\n' >>/etc/fstab
systemctl daemon-reload
