# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.14
# how: a second key is a word and is for MD5
# asserts: each shared key is for a declared algorithm
set -eu
printf '2 MD5 ASCII:timeserver1\n' >>/etc/chrony/chrony.keys
