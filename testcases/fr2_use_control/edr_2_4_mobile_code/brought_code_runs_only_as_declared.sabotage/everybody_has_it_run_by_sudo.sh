# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: sudo starts the loader for everybody
# asserts: nor does sudo start the loader for such a user
# also: CR_2_1_the_matrix_of_roles_holds: the rule of sudo is declared nowhere
# variant: mobile_code
set -eu
echo "ALL ALL=(root) NOPASSWD: /usr/libexec/mobile-code" >/etc/sudoers.d/code
