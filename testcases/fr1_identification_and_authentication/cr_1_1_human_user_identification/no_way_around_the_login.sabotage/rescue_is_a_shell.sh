# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: rescue mode is a shell, emergency mode asks
# asserts: every program that a unit starts there asks for a login
set -eu
mkdir -p /etc/systemd/system/rescue.service.d
printf '[Service]\nExecStart=\nExecStart=-/bin/bash -l\n' >/etc/systemd/system/rescue.service.d/shell.conf
