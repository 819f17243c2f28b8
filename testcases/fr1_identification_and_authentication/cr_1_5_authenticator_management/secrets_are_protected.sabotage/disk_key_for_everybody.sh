# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the key file of an encrypted disk is open
# asserts: no secret file can be read by others
set -eu
head -c 64 /dev/urandom >/etc/data.key
chmod 0644 /etc/data.key
printf 'data /dev/disk/by-label/data /etc/data.key luks,noauto\n' >/etc/crypttab
