# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: the group of the administrators can do nothing
# asserts: one of sudo may become_root
set -eu
sed -i "/^%sudo/d" /etc/sudoers
