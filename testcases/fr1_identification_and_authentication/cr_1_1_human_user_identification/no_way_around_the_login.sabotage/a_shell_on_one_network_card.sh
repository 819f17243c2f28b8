# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a root shell behind a port of the network card, not of loopback
# asserts: no listener gives a prompt or output before a login
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: its unit is not declared either
set -eu
ip link add field0 type bridge || ip link add field0 type macvlan link lo || ip tuntap add field0 mode tap
ip addr add 10.9.8.7/24 dev field0
ip link set field0 up
printf '[Socket]\nListenStream=2323\nBindToDevice=field0\nAccept=yes\n' >/etc/systemd/system/field.socket
printf '[Service]\nExecStart=/bin/sh\nStandardInput=socket\n' >/etc/systemd/system/field@.service
systemctl daemon-reload
systemctl start field.socket
grep -q ':0913 ' /proc/net/tcp /proc/net/tcp6
