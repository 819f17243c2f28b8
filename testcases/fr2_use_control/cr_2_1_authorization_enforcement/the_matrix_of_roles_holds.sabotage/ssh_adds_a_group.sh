# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: whoever comes by SSH is given the group that reads the journal
# asserts: ssh keyboard-interactive: an ordinary user may not read_logs
set -eu
echo "sshd;*;*;Al0000-2400;systemd-journal" >>/etc/security/group.conf
sed -i "1i auth required pam_group.so" /etc/pam.d/sshd
