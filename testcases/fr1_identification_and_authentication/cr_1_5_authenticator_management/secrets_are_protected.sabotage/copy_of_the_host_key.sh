# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: a backup of the host key under another name
# asserts: no file that everybody can read holds a secret
set -eu
mkdir -p /var/lib/misc/etc
install -m 0644 /etc/ssh/ssh_host_ed25519_key /var/lib/misc/etc/id.bak
