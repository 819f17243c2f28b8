# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: on IPv6 another sshd on port 22 takes the password alone, of root too
# asserts: ssh: each server is one that the profile declares
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: its unit is not declared either
set -eu
sed -i '1i AddressFamily inet' /etc/ssh/sshd_config
systemctl restart ssh
cat >/etc/ssh/service_config <<'C'
HostKey /etc/ssh/ssh_host_ed25519_key
UsePAM no
PasswordAuthentication yes
KbdInteractiveAuthentication no
PermitRootLogin yes
C
printf '[Socket]\nListenStream=[::]:22\nBindIPv6Only=ipv6-only\nAccept=yes\n' >/etc/systemd/system/ssh6.socket
printf '[Service]\nExecStart=-/usr/sbin/sshd -i -f /etc/ssh/service_config\nStandardInput=socket\n' >/etc/systemd/system/ssh6@.service
systemctl daemon-reload
systemctl start ssh6.socket
grep -q ':0016 ' /proc/net/tcp6
