# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a second SSH server on another port asks for the password alone
# asserts: ssh: each server is one that the profile declares
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: its unit is not declared either
set -eu
cat >/etc/ssh/maint.conf <<'C'
Port 2222
HostKey /etc/ssh/ssh_host_ed25519_key
UsePAM no
PasswordAuthentication yes
PubkeyAuthentication yes
KbdInteractiveAuthentication no
PermitRootLogin yes
PidFile /run/maint.pid
C
mkdir -p /run/sshd
systemd-run --quiet --unit maint-sshd /usr/sbin/sshd -D -f /etc/ssh/maint.conf
# Not before it listens.
for _ in 1 2 3 4 5 6 7 8 9 10; do
  grep -q ":08AE " /proc/net/tcp && break
  sleep 1
done
