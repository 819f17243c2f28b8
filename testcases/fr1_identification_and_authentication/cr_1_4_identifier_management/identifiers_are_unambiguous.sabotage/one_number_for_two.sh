# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.4
# how: two system accounts have one user id
# asserts: no user name and no user id is there twice
# also: CR_1_1_RE_1_accounts_are_individual: it looks for the same among people
set -eu
sed -i "s/^games:x:5:/games:x:7:/" /etc/passwd
