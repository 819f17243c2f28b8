# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: sudo remembers a proof for ten minutes
# asserts: it is over after 300 s
set -eu
sed -i "s/timestamp_timeout=.*/timestamp_timeout=10/" /etc/sudoers.d/hardened
