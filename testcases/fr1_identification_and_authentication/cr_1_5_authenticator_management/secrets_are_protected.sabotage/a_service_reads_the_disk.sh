# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the account of a service is a member of the disks' group
# asserts: no secret file can be read by others
set -eu
disk=/dev/$(awk 'NR > 2 { print $4; exit }' /proc/partitions)
[ -b "$disk" ] || mknod -m 0660 "$disk" b 7 0
chgrp disk "$disk"
chmod 0660 "$disk"
usermod -a -G disk messagebus
