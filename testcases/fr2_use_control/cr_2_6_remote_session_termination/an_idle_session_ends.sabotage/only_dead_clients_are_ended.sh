# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: ClientAliveInterval alone, which a client that lives answers
# asserts: at the prompt: it is ended after
# also: CR_2_5_an_idle_session_locks: nothing ends sessions on terminals either
# also: CR_2_5_users_lock_and_cannot_prevent_it: there is nothing left that users could not prevent
set -eu
sed -i '/^ChannelTimeout/d; /^UnusedConnectionTimeout/d' /etc/ssh/sshd_config
systemctl reload ssh.service
sed -i 's/^StopIdleSessionSec=.*/StopIdleSessionSec=infinity/' /etc/systemd/logind.conf.d/hardened.conf
rm /etc/profile.d/tmout.sh
sed -i '/tmout/d' /etc/bash.bashrc
systemctl restart systemd-logind.service
