# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: everybody is root by sudo from a day on that is still to come
# asserts: an ordinary user has no rule of sudo beyond those declared
set -eu
echo "ALL ALL=(root) NOTBEFORE=21000101000000 NOPASSWD: ALL" >/etc/sudoers.d/zz
