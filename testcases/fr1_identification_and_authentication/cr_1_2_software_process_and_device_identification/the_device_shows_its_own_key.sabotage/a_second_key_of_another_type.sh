# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.2
# how: an RSA key that nobody wrote down is offered behind the right one
# asserts: the ssh-rsa key is one that was written down
set -eu
ssh-keygen -q -t rsa -b 3072 -N '' -C '' -f /etc/ssh/ssh_host_rsa_key
sed -i 's|^HostKey .*|&\nHostKey /etc/ssh/ssh_host_rsa_key|' /etc/ssh/sshd_config
systemctl restart ssh.service
