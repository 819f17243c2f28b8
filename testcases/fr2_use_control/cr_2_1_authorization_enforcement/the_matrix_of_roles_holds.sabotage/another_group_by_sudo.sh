# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: everybody may act as the group that reads the hashes
# asserts: an ordinary user has no rule of sudo beyond those declared
set -eu
echo "ALL ALL=(:shadow) NOPASSWD: ALL" >/etc/sudoers.d/zz
