# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.14
# how: the key is gone, and with it the authentication of the time server
# asserts: each declared file holds a key
set -eu
: >/etc/chrony/chrony.keys
