# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: people who are no administrators may run every program by sudo but one
# asserts: an ordinary user may not become_root
# also: CR_2_1_RE_2_an_administrator_maps_permissions: whoever may run every program maps what they like
set -eu
echo "ALL,!%sudo ALL=(root) ALL, !/usr/bin/id" >/etc/sudoers.d/zz
