# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: everybody may replace others' files
# asserts: no directory without the sticky bit can be written by everybody
set -eu
chmod 0777 /var/tmp
