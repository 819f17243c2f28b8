# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a service that is not root's may write the disk
# asserts: display.service: has no power beyond those declared
set -eu
[ -b /dev/vda ] || mknod -m 0660 /dev/vda b 7 0
chgrp disk /dev/vda
cat >/etc/systemd/system/display.service <<"EOF"
[Service]
ExecStart=/bin/sleep infinity
User=nobody
SupplementaryGroups=disk
EOF
systemctl start display.service
