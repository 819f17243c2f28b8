# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a login of root's looks for programs where everybody may add some, after all others
# asserts: what root runs can be changed by root only
set -eu
mkdir -p /var/tmp/bin
chmod 1777 /var/tmp/bin
sed -i "s|^\(ENV_SUPATH.*\)|\1:/var/tmp/bin|" /etc/login.defs
grep -q "^ENV_SUPATH.*:/var/tmp/bin" /etc/login.defs
