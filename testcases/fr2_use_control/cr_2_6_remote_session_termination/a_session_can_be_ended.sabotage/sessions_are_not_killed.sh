# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: the login manager ends sessions without ending their processes
# asserts: without a terminal, ended by an administrator: its shell is gone
# also: CR_2_5_an_idle_session_locks: an idle one is ended in the same way
# also: CR_2_5_users_lock_and_cannot_prevent_it: an idle one is ended in the same way
set -eu
mkdir -p /etc/systemd/system/session-.scope.d
printf "[Scope]\nKillMode=none\n" >/etc/systemd/system/session-.scope.d/keep.conf
systemctl daemon-reload
