# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.4
# how: a user may map the number of the group that may use sudo
# asserts: each range of subordinate ids is one user's alone
set -eu
echo "mail:$(getent group sudo | cut -d: -f3):1" >>/etc/subgid
