# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: everybody may run everything by sudo, without a password
# asserts: an ordinary user may not become_root
set -eu
echo "ALL ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/zz
