# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.11
# how: a service of its own sets the clock, three hours off
# asserts: the time of the records is that of the hardware's clock
# lane: qemu
set -eu
cat >/etc/systemd/system/clock.service <<'END'
[Service]
Type=oneshot
ExecStart=/bin/date -s "+3 hours"
END
systemctl daemon-reload
systemctl start clock.service
