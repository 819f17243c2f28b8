# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: the text on the console is part of a program
# asserts: : a change of the notice of use shows
set -eu
cat >/usr/libexec/notice <<"END"
#!/bin/sh
echo 'This device is the property of its owner. Unauthorised use is prohibited.'
echo 'All activity is monitored and recorded. By going on you consent to that.'
exec /sbin/agetty --noissue --noclear - linux
END
chmod 0755 /usr/libexec/notice
for unit in console-getty.service getty@.service serial-getty@.service; do
  mkdir -p "/etc/systemd/system/$unit.d"
  printf '[Service]\nExecStart=\nExecStart=-/usr/libexec/notice\n' >"/etc/systemd/system/$unit.d/notice.conf"
done
systemctl daemon-reload
