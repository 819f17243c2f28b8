# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.11 RE(1)
# how: the source is asked and never taken
# asserts: the clock
# lane: qemu
set -eu
sed -i 's/^server .*/& noselect/' /etc/chrony/conf.d/hardened.conf
systemctl restart chrony.service
