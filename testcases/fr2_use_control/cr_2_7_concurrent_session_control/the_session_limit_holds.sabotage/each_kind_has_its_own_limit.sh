# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: over SSH two sessions with a terminal, two commands and two of SFTP
# asserts: without a terminal: beside 2, one more by SFTP runs nothing
set -eu
cat >/usr/libexec/limit-command <<"EOF"
#!/bin/bash
kind=command
[[ ! -t 0 ]] || kind=terminal
[[ ${SSH_ORIGINAL_COMMAND-} != *sftp-server* ]] || kind=sftp
for number in 1 2; do
  exec {slot}>"$HOME/.slot-$kind-$number"
  if flock --nonblock "$slot"; then
    [[ -n ${SSH_ORIGINAL_COMMAND-} ]] || exec bash --login
    exec bash -c "$SSH_ORIGINAL_COMMAND"
  fi
done
exit 254
EOF
chmod 755 /usr/libexec/limit-command
sed "/session-limit/d" /etc/pam.d/common-session >/etc/pam.d/ssh-session
sed -i "s/^@include common-session/@include ssh-session/" /etc/pam.d/sshd
sed -i "s/^MaxSessions.*/MaxSessions 10/" /etc/ssh/sshd_config
echo "ForceCommand /usr/libexec/limit-command" >>/etc/ssh/sshd_config
systemctl reload ssh.service
