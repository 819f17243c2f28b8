# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.2
# how: those who may read the logs steer the radio as well, by a way of their own
# asserts: a member of systemd-journal steers no radio
# variant: radio
set -eu
cat >/etc/systemd/system/radio-more.socket <<'EOF'
[Socket]
ListenDatagram=/run/wpa_supplicant/p2p-wlan0
SocketGroup=systemd-journal
SocketMode=0660
Service=radio-control.service
EOF
systemctl daemon-reload
systemctl start radio-more.socket
