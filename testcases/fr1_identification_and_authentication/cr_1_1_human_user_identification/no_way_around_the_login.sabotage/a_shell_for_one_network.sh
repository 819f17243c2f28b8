# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a root shell behind a port that the packet filter opens to the plant network alone
# asserts: each listener can be tried, or is declared
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: its unit is not declared either
set -eu
nft insert rule inet filter input tcp dport 2323 ip saddr 10.0.0.0/8 accept
nft insert rule inet filter input iifname lo tcp dport 2323 drop
printf '[Socket]\nListenStream=2323\nAccept=yes\n' >/etc/systemd/system/field.socket
printf '[Service]\nExecStart=/bin/sh\nStandardInput=socket\n' >/etc/systemd/system/field@.service
systemctl daemon-reload
systemctl start field.socket
