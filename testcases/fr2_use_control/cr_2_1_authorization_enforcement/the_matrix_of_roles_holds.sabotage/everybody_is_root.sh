# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: everybody may run everything by sudo, without a password
# asserts: an ordinary user may not become_root
# also: CR_2_1_RE_2_an_administrator_maps_permissions: whoever is root maps what they like
# also: CR_1_1_RE_2_one_factor_is_never_enough: sudo asks for no factor
# also: CR_1_1_RE_2_who_never_enrolled_stays_out: sudo asks nobody to enrol
# also: CR_1_11_locks_the_account: sudo takes what is not asked for, however often
set -eu
echo "ALL ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/zz
