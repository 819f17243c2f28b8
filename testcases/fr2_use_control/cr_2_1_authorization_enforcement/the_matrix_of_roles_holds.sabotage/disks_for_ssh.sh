# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: whoever comes by SSH is given the group that reads the disks
# asserts: ssh keyboard-interactive: an ordinary user may not read_secrets
set -eu
[ -b /dev/vda ] || mknod -m 0660 /dev/vda b 7 0
chgrp disk /dev/vda
echo "sshd;*;*;Al0000-2400;disk" >>/etc/security/group.conf
sed -i "1i auth required pam_group.so" /etc/pam.d/sshd
