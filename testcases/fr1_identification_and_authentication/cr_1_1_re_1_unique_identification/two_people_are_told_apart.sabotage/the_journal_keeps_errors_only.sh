# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(1)
# how: the journal throws away whatever is no error, and nothing else keeps it
# asserts: the log says who has logged in
set -eu
mkdir -p /etc/systemd/journald.conf.d
printf '[Journal]\nMaxLevelStore=err\nMaxLevelSyslog=err\n' >/etc/systemd/journald.conf.d/zz-errors.conf
systemctl restart systemd-journald.service
