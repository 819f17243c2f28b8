# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.5
# how: a session may be idle for five hours
# asserts: locked or ended after 995 s without input
set -eu
sed -i 's/^StopIdleSessionSec=.*/StopIdleSessionSec=5h/' /etc/systemd/logind.conf.d/hardened.conf
sed -i 's/TMOUT=900/TMOUT=18000/' /etc/profile.d/tmout.sh
systemctl restart systemd-logind.service
