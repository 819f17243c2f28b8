# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a hash that sees the first eight characters only
# asserts: the right password without its last character is refused
# also: CR_1_5_secrets_are_protected: DES is no declared scheme
set -eu
sed -i "s/^ENCRYPT_METHOD.*/ENCRYPT_METHOD DES/" /etc/login.defs
sed -i "s/yescrypt use_authtok/use_authtok/" /etc/pam.d/common-password
