# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.5
# how: the program that locks is gone
# asserts: lock-session: it locks
set -eu
rm /usr/bin/lock-session
