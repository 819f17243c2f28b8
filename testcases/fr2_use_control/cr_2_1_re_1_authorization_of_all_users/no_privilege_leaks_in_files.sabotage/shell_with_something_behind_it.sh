# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: an allowed setuid program is replaced by a shell that is a byte longer
# asserts: is the program that it is named for
set -eu
{ cat /bin/bash && echo; } >/run/shell
install -o root -g root -m 4755 /run/shell /usr/bin/su
rm /run/shell
