# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.11 RE(1)
# how: time is asked for at an address where nobody serves it
# asserts: the clock is that of the time source
# lane: qemu
set -eu
sed -i 's/^server [^ ]*/server 192.0.2.1/' /etc/chrony/conf.d/hardened.conf
systemctl restart chrony.service
