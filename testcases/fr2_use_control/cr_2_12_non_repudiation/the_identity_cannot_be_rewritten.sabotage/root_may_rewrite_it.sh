# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.12
# how: the kernel lets root rewrite login user ids
# asserts: the identity stays when 0 is written by root through sudo
# lane: qemu
# reboot: yes
set -eu
sed -i "/loginuid-immutable/d" /etc/audit/rules.d/audit.rules /etc/audit/audit.rules
