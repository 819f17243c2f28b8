# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: the group of the administrators can do nothing
# asserts: one of sudo may become_root
# also: CR_2_1_RE_2_an_administrator_maps_permissions: administrators can map nothing
set -eu
sed -i "/^%sudo/d" /etc/sudoers
