# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: an address that is shut out once stays so
# asserts: it is shut out for 600 s
set -eu
sed -i 's|^bantime.*|bantime = -1|' /etc/fail2ban/jail.d/defaults-debian.conf
systemctl restart fail2ban.service
