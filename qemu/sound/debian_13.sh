# SPDX-License-Identifier: Apache-2.0
# how: the next release of Debian: OpenSSH 10, sudo 1.9.16, systemd 257, PAM 1.7, audit 4, no utmp
# suite: trixie
# lanes: container qemu
set -eu
grep -q '^VERSION_ID="13"' /etc/os-release
sed -i -e 's|^    privileged:|&\n      - end-idle-sessions.service root|' \
  -e 's|^    sockets:|&\n      - /run/systemd/io.systemd.Credentials\n      - /run/systemd/io.systemd.Hostname|' \
  -e 's|io\.system\.ManagedOOM|io.systemd.ManagedOOM|' /etc/iec-runner/profile.yaml
