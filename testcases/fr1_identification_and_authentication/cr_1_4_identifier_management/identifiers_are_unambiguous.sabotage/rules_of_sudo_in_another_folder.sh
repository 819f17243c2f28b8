# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.4
# how: a rule for one who has left is in another folder that sudo reads
# asserts: each rule of sudo is for users and groups that are there
set -eu
mkdir -m 0750 /etc/sudo.more
echo 'carol ALL=(ALL) ALL' >/etc/sudo.more/carol
chmod 0440 /etc/sudo.more/carol
echo '@includedir /etc/sudo.more' >>/etc/sudoers
