# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: the limit is one higher than declared
# asserts: without a terminal: beside 2, one more by a login of its own runs nothing
set -eu
sed -i "s/^sessions.*/sessions = 3/" /etc/security/session-limit.conf
