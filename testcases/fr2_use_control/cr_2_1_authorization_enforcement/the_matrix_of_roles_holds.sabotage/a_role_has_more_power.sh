# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: those who may read the journal may do everything
# asserts: one of systemd-journal may not become_root
set -eu
echo "%systemd-journal ALL=(ALL) ALL" >/etc/sudoers.d/journal
