# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: sudo remembers a proof for ever
# asserts: it is over after 300 s
set -eu
sed -i "s/timestamp_timeout=.*/timestamp_timeout=-1/" /etc/sudoers.d/hardened
