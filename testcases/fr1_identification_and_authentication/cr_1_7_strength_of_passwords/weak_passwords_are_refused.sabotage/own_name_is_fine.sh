# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: the user name may be part of the password
# asserts: a password is refused: the user's own name in it
set -eu
sed -i "s/^usercheck.*/usercheck = 0/" /etc/security/pwquality.conf
