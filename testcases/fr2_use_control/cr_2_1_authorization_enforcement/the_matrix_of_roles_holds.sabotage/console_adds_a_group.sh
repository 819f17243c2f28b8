# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: whoever comes by the console is given the group that reads the hashes
# asserts: console: an ordinary user may not read_secrets
set -eu
echo "login;*;*;Al0000-2400;shadow" >>/etc/security/group.conf
sed -i "1i auth required pam_group.so" /etc/pam.d/login
