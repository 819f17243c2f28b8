# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.2 RE(1)
# how: the first start writes a key that the software has, in another form
# asserts: no private key is among the software
set -eu
mkdir -p /usr/share/doc/device/examples
ssh-keygen -q -t rsa -b 3072 -m PEM -N '' -f /usr/share/doc/device/examples/factory.pem
cp /usr/share/doc/device/examples/factory.pem /etc/ssh/ssh_host_rsa_key
ssh-keygen -q -p -N '' -P '' -f /etc/ssh/ssh_host_rsa_key
printf 'HostKey /etc/ssh/ssh_host_rsa_key\n' >>/etc/ssh/sshd_config
systemctl restart ssh.service
