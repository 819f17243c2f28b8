# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a port of the loopback address is a shell
# asserts: no listener gives a prompt or output before a login
set -eu
printf '[Socket]\nListenStream=127.0.0.1:4444\nAccept=yes\n' >/etc/systemd/system/debug-port.socket
printf '[Service]\nExecStart=/bin/sh\nStandardInput=socket\n' >/etc/systemd/system/debug-port@.service
systemctl daemon-reload
systemctl start debug-port.socket
