# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a file capability instead of the setuid bit
# asserts: each file with capabilities is allowed as it is
set -eu
setcap cap_setuid+ep /usr/bin/python3.11
