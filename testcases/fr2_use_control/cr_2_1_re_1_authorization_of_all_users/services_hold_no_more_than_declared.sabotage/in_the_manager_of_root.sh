# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: root has a service manager without any session, and that has a service
# asserts: user@0.service: does not run as root
set -eu
rm /etc/systemd/system/user@.service /etc/systemd/system/user-runtime-dir@.service
systemctl daemon-reload
mkdir -p /root/.config/systemd/user/default.target.wants
printf "[Service]\nExecStart=/bin/sleep infinity\n" >/root/.config/systemd/user/display.service
ln -s ../display.service /root/.config/systemd/user/default.target.wants/
loginctl enable-linger root
sleep 2
