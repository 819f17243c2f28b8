# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: users' passwords are hashed well, those of groups by DES
# asserts: a new secret is stored by a declared scheme: of a group
set -eu
sed -i "s/^ENCRYPT_METHOD.*/ENCRYPT_METHOD DES/" /etc/login.defs
