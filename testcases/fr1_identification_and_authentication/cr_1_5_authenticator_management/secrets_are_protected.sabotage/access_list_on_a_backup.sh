# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the mode stays, an access list lets one account read a backup
# asserts: no secret file can be read by others
set -eu
cp -p /etc/gshadow /etc/gshadow-
setfacl -m u:nobody:r /etc/gshadow-
