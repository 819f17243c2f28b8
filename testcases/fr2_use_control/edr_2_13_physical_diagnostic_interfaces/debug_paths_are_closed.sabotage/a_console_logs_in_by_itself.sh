# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.13
# how: consoles log root in by themselves
# asserts: asks for a secret before anything else can be done
# lane: qemu
set -eu
for unit in getty@.service serial-getty@.service; do
  mkdir -p "/etc/systemd/system/$unit.d"
  # shellcheck disable=SC2016  # for systemd
  printf '[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin root --noclear - $TERM\n' \
    >"/etc/systemd/system/$unit.d/auto.conf"
done
systemctl daemon-reload
