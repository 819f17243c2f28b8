# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: a service looks for sessions beyond the limit and ends them, when they have run
# asserts: without a terminal: beside 2, one more by a login of its own runs nothing
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: the service of this scenario is declared nowhere
set -eu
sed -i "/session-limit/d" /etc/pam.d/common-session
cat >/usr/libexec/end-sessions <<"EOF"
#!/bin/bash
while sleep 1; do
  loginctl list-users --no-legend | while read -r _ user _; do
    sessions=$(loginctl show-user --value --property=Sessions -- "$user")
    for session in $(printf "%s\n" $sessions | sort -n | tail -n +3); do
      loginctl terminate-session "$session"
    done
  done
done
EOF
chmod 755 /usr/libexec/end-sessions
printf "[Service]\nExecStart=/usr/libexec/end-sessions\n" >/etc/systemd/system/end-sessions.service
systemctl start end-sessions.service
