# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: one class of characters fewer is demanded
# asserts: a password is refused: one class of characters too few
set -eu
sed -i "s/^minclass.*/minclass = 2/" /etc/security/pwquality.conf
