# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: the minimum length is lowered
# asserts: a password is refused: one character too short
set -eu
sed -i "s/^minlen.*/minlen = 8/" /etc/security/pwquality.conf
