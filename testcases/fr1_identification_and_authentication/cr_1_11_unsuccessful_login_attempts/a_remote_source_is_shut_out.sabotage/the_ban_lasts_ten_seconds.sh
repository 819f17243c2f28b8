# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: whoever was shut out is served again after ten seconds
# asserts: s later
set -eu
sed -i 's|^bantime.*|bantime = 10|' /etc/fail2ban/jail.d/defaults-debian.conf
systemctl restart fail2ban.service
