# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: everybody on private networks may guess
# asserts: is shut out within
set -eu
sed -i 's|^ignoreip.*|& 10.0.0.0/8 192.168.0.0/16|' /etc/fail2ban/jail.d/defaults-debian.conf
systemctl restart fail2ban.service
