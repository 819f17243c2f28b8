# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.13
# how: a shell on a pseudo terminal that a relay joins to a terminal of the device
# asserts: no shell waits on a terminal of the device
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: the relay is a service of root that is declared nowhere
# also: CR_1_1_no_way_around_the_login: a program waits on a console that lets everybody in
# lane: qemu
set -eu
printf "[Service]\nExecStart=/usr/bin/script --quiet --command '/bin/sh -i' /dev/null\nStandardInput=tty-force\nStandardOutput=tty\nTTYPath=/dev/tty9\n" \
  >/etc/systemd/system/service-port.service
systemctl daemon-reload
systemctl start service-port.service
