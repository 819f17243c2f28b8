# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: an access list gives nobody the right to change a unit
# asserts: no access list lets somebody else write
set -eu
setfacl -m u:nobody:rw /etc/systemd/system/ssh-host-key.service
