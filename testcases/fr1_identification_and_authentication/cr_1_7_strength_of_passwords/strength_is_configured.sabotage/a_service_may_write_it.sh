# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: an access list lets the account of a service write the setting
# asserts: the setting can be changed by root only
set -eu
setfacl -m u:games:rw /etc/security/pwquality.conf
