# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(1)
# how: one key opens the accounts of two services
# asserts: no key opens the accounts of more than one person
set -eu
ssh-keygen -q -t ed25519 -N '' -f /root/k
for u in games news; do install -d -m 755 /var/k/$u; cp /root/k.pub /var/k/$u/keys; done
sed -i 's|^StrictModes.*|&\nAuthorizedKeysFile /var/k/%u/keys|' /etc/ssh/sshd_config
