# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: everybody may write the groups
# asserts: a user without any rights manages no accounts
# also: CR_2_1_RE_1_no_privilege_leaks_in_files: a file that everybody may write
set -eu
chmod 0666 /etc/group
