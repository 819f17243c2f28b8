# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: whoever is at the console may write the raw flash memory
# asserts: console: an ordinary user may not use_devices
set -eu
[ -e /dev/mtd0 ] || mknod -m 0660 /dev/mtd0 c 90 0
chgrp plugdev /dev/mtd0
echo "login;*;*;Al0000-2400;plugdev" >>/etc/security/group.conf
sed -i "1i auth required pam_group.so" /etc/pam.d/login
