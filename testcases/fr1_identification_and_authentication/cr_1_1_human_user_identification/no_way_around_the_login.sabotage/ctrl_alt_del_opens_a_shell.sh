# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: Ctrl-Alt-Del starts a root shell on the console
# asserts: every program that a unit starts there asks for a login
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: its unit is not declared either
set -eu
cat >/etc/systemd/system/ctrl-alt-del.target <<'U'
[Unit]
Description=Service menu
Requires=service-shell.service
U
printf '[Service]\nExecStart=/bin/bash --login\nStandardInput=tty-force\nTTYPath=/dev/tty2\n' >/etc/systemd/system/service-shell.service
systemctl daemon-reload
