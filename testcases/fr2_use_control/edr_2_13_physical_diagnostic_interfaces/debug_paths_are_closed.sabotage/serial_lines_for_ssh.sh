# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.13
# how: whoever comes by SSH is given the group of the serial lines
# asserts: ssh keyboard-interactive: users open no diagnostic interface
# lane: qemu
set -eu
echo "sshd;*;*;Al0000-2400;dialout" >>/etc/security/group.conf
sed -i "1i auth required pam_group.so" /etc/pam.d/sshd
