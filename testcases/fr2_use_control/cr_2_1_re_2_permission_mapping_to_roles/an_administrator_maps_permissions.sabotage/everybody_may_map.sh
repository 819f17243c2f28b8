# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(2)
# how: a program that writes files is given to everybody
# asserts: somebody else maps nothing
set -eu
echo "ALL ALL=(root) NOPASSWD: /usr/bin/tee" >/etc/sudoers.d/tee
