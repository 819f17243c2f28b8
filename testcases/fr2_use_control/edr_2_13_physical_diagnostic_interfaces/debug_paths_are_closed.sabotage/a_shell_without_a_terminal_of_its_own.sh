# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.13
# how: a shell takes what is typed on a terminal, which does not control it
# asserts: no shell waits on a terminal of the device
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: the shell is a service of root that is declared nowhere
# lane: qemu
set -eu
printf "[Service]\nExecStart=/bin/sh\nStandardInput=file:/dev/tty9\nStandardOutput=file:/dev/tty9\n" \
  >/etc/systemd/system/service-port.service
systemctl daemon-reload
systemctl start service-port.service
