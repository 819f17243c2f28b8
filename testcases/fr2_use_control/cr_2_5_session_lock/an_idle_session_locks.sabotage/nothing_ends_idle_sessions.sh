# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.5
# how: neither the login manager nor the shell ends a session that is idle
# asserts: at the prompt: locked or ended after 995 s without input
# also: CR_2_5_users_lock_and_cannot_prevent_it: there is nothing left that users could not prevent
set -eu
sed -i 's/^StopIdleSessionSec=.*/StopIdleSessionSec=infinity/' /etc/systemd/logind.conf.d/hardened.conf
rm /etc/profile.d/tmout.sh
sed -i '/tmout/d' /etc/bash.bashrc
systemctl restart systemd-logind.service
