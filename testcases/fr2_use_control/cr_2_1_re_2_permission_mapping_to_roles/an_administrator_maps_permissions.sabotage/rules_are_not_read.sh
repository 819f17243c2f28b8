# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(2)
# how: the directory of the rules is not included
# asserts: once it is mapped, the role has the permission
set -eu
sed -i "/includedir/d" /etc/sudoers
