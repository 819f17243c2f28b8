# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: an access list gives a service's user a disk
# asserts: no access list lets somebody else write
set -eu
mknod -m 0600 /dev/shm/vdz b 253 16
setfacl -m u:nobody:rw /dev/shm/vdz
