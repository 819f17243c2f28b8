# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.2
# how: the host key is another one than when the device was commissioned
# asserts: the ssh-ed25519 key is one that was written down
set -eu
rm -f /etc/ssh/ssh_host_ed25519_key /etc/ssh/ssh_host_ed25519_key.pub
ssh-keygen -q -t ed25519 -N '' -C '' -f /etc/ssh/ssh_host_ed25519_key
systemctl restart ssh.service
