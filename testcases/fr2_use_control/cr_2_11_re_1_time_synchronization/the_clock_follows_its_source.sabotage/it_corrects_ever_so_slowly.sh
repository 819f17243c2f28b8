# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.11 RE(1)
# how: the clock is moved by no more than 10 microseconds in a second
# asserts: the clock
# lane: qemu
set -eu
sed -i '/^makestep/d' /etc/chrony/chrony.conf
echo 'maxslewrate 10' >>/etc/chrony/conf.d/hardened.conf
systemctl restart chrony.service
