# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a getty asks for no name and starts a menu, which does one thing and ends
# asserts: opens nothing without a secret
set -eu
cat >/usr/local/sbin/maintenance <<'MENU'
#!/bin/sh
printf '\nMaintenance\n 1  restart the network\n 2  set the time\nChoice: '
read -r choice
case $choice in
1) echo 'The network restarts.' ;;
2) echo 'The time is set.' ;;
*) echo 'There is no such choice.' ;;
esac
MENU
chmod 0755 /usr/local/sbin/maintenance
mkdir -p /etc/systemd/system/getty@tty1.service.d
# shellcheck disable=SC2016  # for systemd
printf '[Service]\nExecStart=\nExecStart=-/sbin/agetty --skip-login --login-program /usr/local/sbin/maintenance %%I $TERM\n' \
  >/etc/systemd/system/getty@tty1.service.d/menu.conf
systemctl daemon-reload
