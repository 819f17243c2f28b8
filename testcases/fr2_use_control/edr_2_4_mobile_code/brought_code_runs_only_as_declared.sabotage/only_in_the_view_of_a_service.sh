# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: a service that runs as man has a file system of its own, without noexec
# asserts: as which sleep runs
set -eu
printf '[Service]\nUser=man\nTemporaryFileSystem=/srv:mode=1777\nExecStart=sleep infinity\n' >/etc/systemd/system/index.service
systemctl daemon-reload
systemctl start index.service
