# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.14
# how: chrony takes a key of 5 characters from a file that an include names
# asserts: each shared key withstands guessing
set -eu
mkdir -p /etc/time; printf 'keyfile /etc/time/keys\n' >/etc/time/plant.conf
printf '1 SHA256 ASCII:abcde\n' >/etc/time/keys; chmod 0644 /etc/time/keys
printf 'include /etc/time/plant.conf\n' >/etc/chrony/conf.d/plant.conf
