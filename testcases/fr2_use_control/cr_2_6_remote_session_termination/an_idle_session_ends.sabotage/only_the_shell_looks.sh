# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: TMOUT of the shell ends it at its prompt, and not what fills the screen
# asserts: in top: it is ended after
# also: CR_2_5_an_idle_session_locks: TMOUT does nothing in a program there either
# also: CR_2_5_users_lock_and_cannot_prevent_it: another shell knows no TMOUT
set -eu
sed -i '/^StopIdleSessionSec=/d' /etc/systemd/logind.conf.d/hardened.conf
systemctl restart systemd-logind.service
