# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: the limit is one higher than declared
# asserts: the right password is refused at once
set -eu
sed -i "s/^deny.*/deny = 4/" /etc/security/faillock.conf
