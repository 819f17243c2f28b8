# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.4
# how: a second group has the id of the one that may use sudo
# asserts: no group name and no group id is there twice
set -eu
groupadd --non-unique --gid "$(getent group sudo | cut -d: -f3)" shadowadm
