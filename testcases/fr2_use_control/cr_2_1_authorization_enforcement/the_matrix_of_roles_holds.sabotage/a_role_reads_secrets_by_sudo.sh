# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: those who read logs may have any file read by sudo, with a password
# asserts: one of systemd-journal may not read_secrets
set -eu
echo "%systemd-journal ALL=(root) /usr/bin/cat" >/etc/sudoers.d/zz
