# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: everybody may write a file of /etc
# asserts: no file can be written by everybody
set -eu
chmod o+w /etc/environment
