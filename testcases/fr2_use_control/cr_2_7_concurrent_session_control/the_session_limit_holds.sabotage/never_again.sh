# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: once the limit was reached, what has closed still counts
# asserts: another runs after one was closed
set -eu
sed -i "s|^refuse() {|&\n  : >/run/session-limit-\$PAM_USER|
s|^limit=|[ ! -e /run/session-limit-\$PAM_USER ] \|\| exit 1\n&|" /usr/libexec/session-limit
