# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: everybody may read the password hashes
# asserts: no secret file can be read by others
set -eu
chmod 0644 /etc/shadow
