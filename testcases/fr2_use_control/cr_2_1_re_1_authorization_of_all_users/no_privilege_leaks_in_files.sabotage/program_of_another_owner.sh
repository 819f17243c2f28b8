# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a program that root runs belongs to a service's user
# asserts: what root runs can be changed by root only
set -eu
chown nobody /usr/sbin/nft
