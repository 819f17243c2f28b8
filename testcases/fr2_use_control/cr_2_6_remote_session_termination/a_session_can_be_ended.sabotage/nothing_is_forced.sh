# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: what ignores SIGTERM is asked and left alone
# asserts: what does not obey is ended by force
set -eu
mkdir -p /etc/systemd/system/session-.scope.d
printf "[Scope]\nSendSIGKILL=no\n" >/etc/systemd/system/session-.scope.d/keep.conf
systemctl daemon-reload
