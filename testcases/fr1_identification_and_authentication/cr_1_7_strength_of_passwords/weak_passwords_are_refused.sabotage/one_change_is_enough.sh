# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: a new password may be almost the old one
# asserts: a password is refused: the old password with too few changes
set -eu
sed -i "s/^difok.*/difok = 1/" /etc/security/pwquality.conf
