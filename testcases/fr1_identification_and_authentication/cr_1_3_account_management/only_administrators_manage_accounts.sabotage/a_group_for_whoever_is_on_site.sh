# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: whoever logs in on a console is given a group that may write the accounts
# asserts: console: a user without any rights manages no accounts
set -eu
echo 'login; *; *; Al0000-2400; staff' >>/etc/security/group.conf
chgrp staff /etc/group /etc/passwd
chmod 0664 /etc/group /etc/passwd
