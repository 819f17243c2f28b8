# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: everybody adds users as root
# asserts: a user without any rights manages no accounts
# also: CR_2_1_RE_1_no_privilege_leaks_in_files: a set-user-ID file that is not allowed
set -eu
chmod u+s /usr/sbin/useradd
