# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a unit of root's is a link to a file of the time service's
# asserts: what root runs can be changed by root only
set -eu
printf "[Service]\nType=oneshot\nExecStart=/bin/true\n" >/var/lib/chrony/rotate.service
chown _chrony /var/lib/chrony/rotate.service
ln -s /var/lib/chrony/rotate.service /etc/systemd/system/rotate.service
systemctl daemon-reload
