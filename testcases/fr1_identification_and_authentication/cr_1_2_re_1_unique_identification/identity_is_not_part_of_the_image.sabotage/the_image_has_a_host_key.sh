# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.2 RE(1)
# how: the host key was made when the image was built
# asserts: no key was there before the unit first started
set -eu
ssh-keygen -q -t ed25519 -N '' -C root@builder -f /etc/ssh/built_key
touch -d '2 days ago' /etc/ssh/built_key /etc/ssh/built_key.pub
mv /etc/ssh/built_key /etc/ssh/ssh_host_ed25519_key
mv /etc/ssh/built_key.pub /etc/ssh/ssh_host_ed25519_key.pub
systemctl restart ssh.service
