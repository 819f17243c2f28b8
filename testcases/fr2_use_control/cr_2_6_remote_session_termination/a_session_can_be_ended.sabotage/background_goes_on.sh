# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: what users put in the background outlives the session
# asserts: ended by its user: nothing of it goes on
set -eu
sed -i "s/^KillUserProcesses=.*/KillUserProcesses=no/" /etc/systemd/logind.conf.d/hardened.conf
systemctl restart systemd-logind.service
