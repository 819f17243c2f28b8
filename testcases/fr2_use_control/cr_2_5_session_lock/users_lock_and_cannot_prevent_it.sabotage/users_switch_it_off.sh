# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.5
# how: TMOUT alone ends idle sessions, and users may unset it
# asserts: after TMOUT was taken away: an idle session still locks or ends
# also: CR_2_5_an_idle_session_locks: TMOUT does nothing in a program
set -eu
sed -i '/^StopIdleSessionSec=/d' /etc/systemd/logind.conf.d/hardened.conf
sed -i '/readonly/d' /etc/profile.d/tmout.sh
systemctl restart systemd-logind.service
