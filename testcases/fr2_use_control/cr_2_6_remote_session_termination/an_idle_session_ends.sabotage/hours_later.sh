# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: a session may be idle for five hours
# asserts: at the prompt: it is ended after
# also: CR_2_5_an_idle_session_locks: it is not locked before either
# also: CR_2_5_users_lock_and_cannot_prevent_it: sessions without TMOUT are ended hours later
set -eu
sed -i 's/^StopIdleSessionSec=.*/StopIdleSessionSec=5h/' /etc/systemd/logind.conf.d/hardened.conf
sed -i 's/TMOUT=900/TMOUT=18000/' /etc/profile.d/tmout.sh
sed -i 's/^ChannelTimeout.*/ChannelTimeout session:*=5h/' /etc/ssh/sshd_config
systemctl reload ssh.service
systemctl restart systemd-logind.service
