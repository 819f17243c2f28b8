# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(2)
# how: a program that copies files is given to everybody
# asserts: somebody else may write rules in no other way
set -eu
echo "ALL ALL=(root) NOPASSWD: /usr/bin/cp" >/etc/sudoers.d/cp
