# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: one who guesses shuts everybody out
# asserts: is still served
set -eu
cat >/etc/fail2ban/action.d/everybody.conf <<"EOF"
[Definition]
actionban = nft insert rule inet filter input iifname != "lo" tcp dport 22 reject
actionunban = nft -f /etc/nftables.conf
EOF
sed -i 's|^banaction = .*|banaction = everybody|' /etc/fail2ban/jail.d/defaults-debian.conf
systemctl restart fail2ban.service
