# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the file that Banner names tells the password of an account for service
# asserts: no account has a default or published password
# also: CR_1_1_RE_1_accounts_are_individual: the account is not declared
# also: CR_1_12_notice_comes_first: the notice gives a secret away
set -eu
useradd --create-home --shell /bin/bash service
printf 'service:%s\n' 'Kd7+wq2=Rz5.Lm9%' | chpasswd
printf 'Service login: service\nPassword: Kd7+wq2=Rz5.Lm9%%\n' | cat /etc/issue.net - >/etc/ssh/welcome
sed -i 's|^Banner .*|Banner /etc/ssh/welcome|' /etc/ssh/sshd_config
systemctl reload ssh
