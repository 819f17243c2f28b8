# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: an access list lets the account of a service write the notice of SSH
# asserts: the notice of use can be changed by root only
set -eu
setfacl -m u:games:rw /etc/issue.net
