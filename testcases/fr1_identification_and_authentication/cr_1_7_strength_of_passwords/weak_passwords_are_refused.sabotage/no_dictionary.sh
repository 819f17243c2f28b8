# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: dictionary words are not looked up
# asserts: a password is refused: a word of the dictionary
set -eu
sed -i "s/^dictcheck.*/dictcheck = 0/" /etc/security/pwquality.conf
