# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: the file is there, the gettys are told not to show it
# asserts: a notice of use is shown before any secret is asked for: console
set -eu
for unit in console-getty.service getty@.service serial-getty@.service; do
  mkdir -p "/etc/systemd/system/$unit.d"
  # shellcheck disable=SC2016  # for systemd
  printf '[Service]\nExecStart=\nExecStart=-/sbin/agetty --noissue --noclear - $TERM\n' \
    >"/etc/systemd/system/$unit.d/quiet.conf"
done
systemctl daemon-reload
