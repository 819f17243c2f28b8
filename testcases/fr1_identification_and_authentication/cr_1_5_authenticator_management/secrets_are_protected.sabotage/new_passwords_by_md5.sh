# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the module hashes new passwords by MD5
# asserts: a new secret is stored by a declared scheme: changed by its user
set -eu
sed -i "s/yescrypt/md5/" /etc/pam.d/common-password
