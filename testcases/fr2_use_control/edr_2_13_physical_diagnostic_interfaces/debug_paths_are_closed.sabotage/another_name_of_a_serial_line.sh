# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.13
# how: whoever comes by SSH may open a serial line of another kind of controller
# asserts: ssh keyboard-interactive: users open no diagnostic interface
# lane: qemu
set -eu
mknod -m 0660 /dev/ttymxc0 c 4 64
chgrp dialout /dev/ttymxc0
chgrp root /dev/ttyS*
echo "sshd;*;*;Al0000-2400;dialout" >>/etc/security/group.conf
sed -i "1i auth required pam_group.so" /etc/pam.d/sshd
