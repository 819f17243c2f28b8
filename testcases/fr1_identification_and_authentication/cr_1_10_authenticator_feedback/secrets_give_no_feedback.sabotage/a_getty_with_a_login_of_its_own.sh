# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.10
# how: the gettys start a login program that leaves the echo on
# asserts: nothing of a typed secret comes back
set -eu
cat >/usr/libexec/plain-login <<"END"
#!/bin/sh
printf 'Password: '
read -r secret
sleep 1
echo 'Login incorrect'
exit 1
END
chmod 0755 /usr/libexec/plain-login
for unit in console-getty.service getty@.service serial-getty@.service; do
  mkdir -p "/etc/systemd/system/$unit.d"
  # shellcheck disable=SC2016  # for systemd
  printf '[Service]\nExecStart=\nExecStart=-/sbin/agetty --login-program /usr/libexec/plain-login --noclear - $TERM\n'     >"/etc/systemd/system/$unit.d/plain.conf"
done
systemctl daemon-reload
