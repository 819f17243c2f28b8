# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: a rule of sudo lets everybody change accounts
# asserts: a user without any rights manages no accounts
# also: CR_2_1_the_matrix_of_roles_holds: the rule of sudo is declared nowhere
set -eu
echo 'ALL ALL=(root) NOPASSWD: /usr/sbin/usermod' >/etc/sudoers.d/accounts
chmod 0440 /etc/sudoers.d/accounts
