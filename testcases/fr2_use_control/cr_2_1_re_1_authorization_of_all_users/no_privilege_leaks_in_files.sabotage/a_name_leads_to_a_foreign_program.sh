# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a name in root's path leads to a program that belongs to a service's user
# asserts: what root runs can be changed by root only
set -eu
install -o nobody -m 0755 /usr/sbin/nft /var/lib/misc/nft
ln -s /var/lib/misc/nft /usr/local/sbin/nft
