# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a unit of the maker's starts a getty whose login program is a shell
# asserts: opens nothing without a secret
set -eu
cat >/etc/systemd/system/service-port.service <<'UNIT'
[Service]
ExecStart=/sbin/agetty --skip-login --login-program /bin/bash 115200 ttyS3
Restart=always
[Install]
WantedBy=multi-user.target
UNIT
systemctl enable service-port.service
