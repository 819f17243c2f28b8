# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: what ignores SIGTERM has two hours
# asserts: ended by its user: what does not obey is ended by force
set -eu
printf "[Scope]\nTimeoutStopSec=2h\n" >/etc/systemd/system/session-.scope.d/hardened.conf
systemctl daemon-reload
