# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: everybody may become each other by sudo, but not root
# asserts: an ordinary user may not become_others
set -eu
echo "ALL ALL=(ALL,!root) NOPASSWD: ALL" >/etc/sudoers.d/zz
