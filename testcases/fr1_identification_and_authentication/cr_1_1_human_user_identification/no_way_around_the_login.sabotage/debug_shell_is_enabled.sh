# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: systemd's debug shell starts on a console
# asserts: every program that a unit starts there asks for a login
set -eu
systemctl enable debug-shell.service
