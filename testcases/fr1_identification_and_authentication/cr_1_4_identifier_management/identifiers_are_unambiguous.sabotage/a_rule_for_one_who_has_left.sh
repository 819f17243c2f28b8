# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.4
# how: a rule of sudo names somebody who is not there any more
# asserts: each rule of sudo is for users and groups that are there
set -eu
echo 'carol ALL=(ALL) ALL' >/etc/sudoers.d/carol
chmod 0440 /etc/sudoers.d/carol
