# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: newusers has a stack of its own
# asserts: newusers by root: a password is refused
set -eu
sed -i 's/^@include common-password/password required pam_unix.so yescrypt/' /etc/pam.d/newusers
