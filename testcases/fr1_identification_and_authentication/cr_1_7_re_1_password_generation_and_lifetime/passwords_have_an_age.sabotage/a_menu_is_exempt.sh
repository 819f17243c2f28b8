# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: the password of an operator with a menu for a shell never expires
# asserts: the passwords of all people have the declared ages
# also: CR_1_1_RE_1_accounts_are_individual: the account is not declared
set -eu
printf '#!/bin/sh\nexec /bin/sh\n' >/usr/local/bin/menu; chmod 0755 /usr/local/bin/menu
useradd --create-home --shell /usr/local/bin/menu operator1
printf 'operator1:%s\n' 'Kd7+wq2=Rz5.Lm9%' | chpasswd
chage -M -1 -m 0 operator1
