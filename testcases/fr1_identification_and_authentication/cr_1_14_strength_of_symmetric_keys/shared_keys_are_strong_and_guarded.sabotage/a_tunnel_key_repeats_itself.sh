# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.14
# how: a tunnel has a key beside that a few characters repeat
# asserts: each shared key withstands guessing
set -eu
mkdir -p /etc/wireguard
printf '[Interface]\nListenPort = 51820\n\n[Peer]\nPresharedKey = %s\n' QUJDREVGR0hBQkNERUZHSEFCQ0RFRkdIQUJDREVGR0g= >/etc/wireguard/wg0.conf
chmod 0600 /etc/wireguard/wg0.conf
