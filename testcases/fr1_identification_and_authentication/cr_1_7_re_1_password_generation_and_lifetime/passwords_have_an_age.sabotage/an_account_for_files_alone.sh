# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: the password of an account for file transfer, without a shell, never expires
# asserts: the passwords of all people have the declared ages
# also: CR_1_1_RE_1_accounts_are_individual: the account is nobody's
set -eu
useradd --create-home --shell /usr/sbin/nologin transfer
printf 'transfer:Zaunkoenig-4711-Bach\n' | chpasswd
chage -M -1 -m 0 transfer
printf 'Match User transfer\n  ForceCommand internal-sftp\n' >>/etc/ssh/sshd_config
sshd -t; systemctl reload ssh
