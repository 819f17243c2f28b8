# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.2 RE(1)
# how: a second host key comes with the software, the first one is the unit's
# asserts: no key of the unit lies among the software
set -eu
mkdir -p /usr/share/device
ssh-keygen -q -t rsa -b 3072 -N '' -f /usr/share/device/host_key
printf 'HostKey /usr/share/device/host_key\n' >>/etc/ssh/sshd_config
systemctl restart ssh.service
