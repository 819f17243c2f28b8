# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.14
# how: the key is of the right length and is a sequence of numbers
# asserts: each shared key withstands guessing
set -eu
printf '1 SHA256 HEX:000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F\n' >/etc/chrony/chrony.keys
