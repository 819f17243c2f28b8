# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.4
# how: two users may use the same subordinate ids
# asserts: each range of subordinate ids is one user's alone
set -eu
printf 'mail:200000:65536\nnews:230000:65536\n' >>/etc/subuid
