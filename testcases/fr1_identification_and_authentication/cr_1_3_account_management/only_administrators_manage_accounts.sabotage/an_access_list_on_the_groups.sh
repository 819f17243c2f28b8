# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: an access list lets the account of a service write the groups
# asserts: what decides about accounts can be changed by root only
set -eu
setfacl -m u:games:rw /etc/group
