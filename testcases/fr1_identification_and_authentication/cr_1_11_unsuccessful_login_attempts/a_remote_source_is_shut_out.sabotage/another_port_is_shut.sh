# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: addresses are listed as shut out, from a port where nobody listens
# asserts: is shut out within
set -eu
sed -i 's|^enabled.*|&\nport = 2222|' /etc/fail2ban/jail.d/defaults-debian.conf
systemctl restart fail2ban.service
