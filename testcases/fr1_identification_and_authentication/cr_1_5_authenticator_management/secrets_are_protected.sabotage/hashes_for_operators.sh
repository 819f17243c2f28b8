# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: members of the group operator may read the hashes
# asserts: no group but root and shadow can read stored passwords
set -eu
chgrp operator /etc/shadow; chmod 0640 /etc/shadow; stat -c '%A %G' /etc/shadow
