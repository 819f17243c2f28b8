# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(2)
# how: a program that copies files is given to everybody
# asserts: somebody else may write rules in no other way
# also: CR_2_1_the_matrix_of_roles_holds: the rule of sudo is declared nowhere
set -eu
echo "ALL ALL=(root) NOPASSWD: /usr/bin/cp" >/etc/sudoers.d/cp
