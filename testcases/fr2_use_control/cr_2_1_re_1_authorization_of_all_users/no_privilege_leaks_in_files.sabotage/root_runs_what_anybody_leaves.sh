# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a timer of root's runs the scripts in a directory where everybody may add some
# asserts: what root runs can be changed by root only
set -eu
mkdir -p /var/tmp/jobs
chmod 1777 /var/tmp/jobs
cat >/etc/systemd/system/jobs.service <<"EOF"
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'for job in /var/tmp/jobs/*.sh; do sh $job; done'
EOF
printf "[Timer]\nOnCalendar=hourly\n[Install]\nWantedBy=timers.target\n" >/etc/systemd/system/jobs.timer
systemctl daemon-reload
systemctl enable jobs.timer
