# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: guesses at names that are not there are not counted
# asserts: a user that is not there
set -eu
cat >/etc/fail2ban/filter.d/sshd.local <<"EOF"
[Definition]
ignoreregex = [Ii](nvalid|llegal) user
EOF
systemctl restart fail2ban.service
