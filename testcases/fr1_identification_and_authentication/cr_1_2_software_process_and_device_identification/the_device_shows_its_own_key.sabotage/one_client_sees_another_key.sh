# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.2
# how: of two addresses that clients come from the second one is led to a server with another key
# asserts: each connection is shown the same ssh-ed25519 key
set -eu
ssh-keygen -q -t ed25519 -N '' -C '' -f /etc/ssh/other_key
sed -e 's|^HostKey .*|HostKey /etc/ssh/other_key|' -e 's/^Port .*/Port 2222/' /etc/ssh/sshd_config >/etc/ssh/other_config
echo 'PidFile none' >>/etc/ssh/other_config
/usr/sbin/sshd -f /etc/ssh/other_config
nft insert rule inet filter input tcp dport 2222 accept
nft add table ip aside
nft add chain ip aside before '{ type nat hook prerouting priority dstnat; }'
nft add rule ip aside before ip saddr 10.62.0.3 tcp dport 22 redirect to :2222
