# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: an allowed setuid program is replaced by a shell
# asserts: is the program that it is named for
set -eu
install -o root -g root -m 4755 /bin/bash /usr/bin/su
