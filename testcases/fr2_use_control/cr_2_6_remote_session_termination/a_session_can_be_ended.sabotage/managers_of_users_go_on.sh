# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: people have service managers of their own, which go on for ever
# asserts: nothing in the user's service manager goes on
set -eu
rm /etc/systemd/system/user@.service /etc/systemd/system/user-runtime-dir@.service
printf "UserStopDelaySec=infinity\n" >>/etc/systemd/logind.conf.d/hardened.conf
systemctl daemon-reload
systemctl restart systemd-logind.service
