# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: the limit is one lower than declared
# asserts: session 2 of 2 runs
set -eu
sed -i "s/^sessions.*/sessions = 1/" /etc/security/session-limit.conf
