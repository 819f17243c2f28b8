# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: everybody may run find as root, which runs anything
# asserts: an ordinary user has no rule of sudo beyond those declared
set -eu
echo "ALL ALL=(root) NOPASSWD: /usr/bin/find" >/etc/sudoers.d/zz
