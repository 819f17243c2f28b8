# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.14
# how: the key of an IPsec tunnel is short, in a file that ipsec.secrets includes
# asserts: each shared key withstands guessing
set -eu
printf 'include /etc/ipsec.plant\n' >/etc/ipsec.secrets; chmod 600 /etc/ipsec.secrets
printf ': PSK "abc"\n' >/etc/ipsec.plant; chmod 0644 /etc/ipsec.plant
