# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.2
# how: the right server answers on loopback only, one with another key on the network
# asserts: the ssh-ed25519 key is one that was written down
set -eu
ssh-keygen -q -t ed25519 -N '' -C '' -f /etc/ssh/other_key
sed -e 's|^HostKey .*|HostKey /etc/ssh/other_key|' /etc/ssh/sshd_config >/etc/ssh/other_config
ip -4 -o address show scope global | awk '{ sub("/.*", "", $4); print "ListenAddress " $4 }' >>/etc/ssh/other_config
echo 'PidFile none' >>/etc/ssh/other_config
echo 'ListenAddress 127.0.0.1' >>/etc/ssh/sshd_config
systemctl restart ssh.service
/usr/sbin/sshd -f /etc/ssh/other_config
