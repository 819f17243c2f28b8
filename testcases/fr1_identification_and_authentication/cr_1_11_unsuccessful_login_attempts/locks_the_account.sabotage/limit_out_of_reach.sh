# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: the module is there, its limit is a thousand
# asserts: the right password is refused at once
set -eu
sed -i "s/^deny.*/deny = 1000/" /etc/security/faillock.conf
