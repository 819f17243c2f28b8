# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: whoever gives the own password manages accounts by sudo
# asserts: sudo lets a user without any rights manage no accounts
# also: CR_2_1_the_matrix_of_roles_holds: the rule of sudo is declared nowhere
set -eu
echo 'ALL ALL=(root) /usr/sbin/usermod, /usr/sbin/userdel' >/etc/sudoers.d/accounts
chmod 0440 /etc/sudoers.d/accounts
