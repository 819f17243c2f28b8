# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the password of root is root
# asserts: no account has a default or published password
# also: CR_1_1_RE_1_accounts_are_individual: root can log in, and is declared to be nobody
set -eu
# Root is held to the policy by all tools but this one.
usermod -p "$(perl -e 'print crypt("root", "\$6\$abcdefgh\$")')" root
