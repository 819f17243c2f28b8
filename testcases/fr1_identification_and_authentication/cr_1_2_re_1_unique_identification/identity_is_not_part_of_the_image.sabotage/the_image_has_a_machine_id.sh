# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.2 RE(1)
# how: the image was made of a unit that had run: id and key are in it, as old as the software
# asserts: no key or id is as old as the software
set -eu
rm -f /etc/ssh/ssh_host_ed25519_key*
ssh-keygen -q -t ed25519 -N '' -C '' -f /etc/ssh/ssh_host_ed25519_key
ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub >/var/lib/commissioning/ssh_host_keys
touch -r /usr/bin/su /etc/machine-id /etc/ssh/ssh_host_ed25519_key /etc/ssh/ssh_host_ed25519_key.pub /var/lib/commissioning/ssh_host_keys
systemctl restart ssh
