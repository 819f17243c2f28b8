# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a timer starts the debug shell every night
# asserts: every program that a unit starts there asks for a login
set -eu
printf '[Timer]\nOnCalendar=*-*-* 02:00\nUnit=debug-shell.service\n[Install]\nWantedBy=timers.target\n' >/etc/systemd/system/night.timer
systemctl daemon-reload
systemctl enable --now night.timer
