# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: everybody may read the password hashes
# asserts: no secret file can be read by others
# also: CR_2_1_the_matrix_of_roles_holds: people can read the hashes
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: services can read the hashes
set -eu
chmod 0644 /etc/shadow
