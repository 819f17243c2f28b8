# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: a password in the public table has no age
# asserts: the passwords of all people have the declared ages
# also: CR_1_1_RE_1_accounts_are_individual: the account is not declared
# also: CR_1_5_secrets_are_protected: a hash that everybody reads
set -eu
useradd --create-home --shell /bin/bash service
printf 'service:%s\n' 'Kd7+wq2=Rz5.Lm9%' | chpasswd
hash=$(getent shadow service | cut -d: -f2)
sed -i '/^service:/d' /etc/shadow
sed -i "s|^service:x:|service:$hash:|" /etc/passwd
