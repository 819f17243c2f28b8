# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: an account of a service has its name for a password
# asserts: no account has a default or published password
set -eu
usermod -p "$(perl -e 'print crypt("backup", "\$6\$abcdefgj\$")')" backup
