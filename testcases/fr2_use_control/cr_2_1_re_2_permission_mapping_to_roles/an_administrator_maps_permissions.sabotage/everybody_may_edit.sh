# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(2)
# how: everybody who gives a password may edit the rules
# asserts: somebody else may write rules in no other way
# also: CR_2_1_the_matrix_of_roles_holds: the rule of sudo is declared nowhere
set -eu
echo "ALL ALL=(root) sudoedit /etc/sudoers.d/*" >/etc/sudoers.d/edit
