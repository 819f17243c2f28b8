# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: a hundred guesses are allowed
# asserts: is shut out within
set -eu
sed -i 's|^maxretry.*|maxretry = 100|' /etc/fail2ban/jail.d/defaults-debian.conf
systemctl restart fail2ban.service
