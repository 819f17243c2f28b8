# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.5
# how: TMOUT of the shell alone, which does nothing in a program
# asserts: in a program: locked or ended after 995 s without input
# also: CR_2_5_users_lock_and_cannot_prevent_it: another shell knows no TMOUT
set -eu
sed -i '/^StopIdleSessionSec=/d' /etc/systemd/logind.conf.d/hardened.conf
systemctl restart systemd-logind.service
