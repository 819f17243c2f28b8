# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a unit of root's runs a script that the time service may change
# asserts: what root runs can be changed by root only
set -eu
printf "#!/bin/sh\ntrue\n" >/var/lib/chrony/rotate
chown _chrony:_chrony /var/lib/chrony/rotate
chmod 0755 /var/lib/chrony/rotate
printf "[Service]\nType=oneshot\nExecStart=/bin/sh /var/lib/chrony/rotate\n" >/etc/systemd/system/rotate.service
systemctl daemon-reload
