# SPDX-License-Identifier: Apache-2.0
# breaks: CR 7.7
# how: the packet filter does not know one address of the peer
# asserts: each address of the peer is served
set -eu
nft insert rule inet filter input ip saddr 10.62.0.3 drop
