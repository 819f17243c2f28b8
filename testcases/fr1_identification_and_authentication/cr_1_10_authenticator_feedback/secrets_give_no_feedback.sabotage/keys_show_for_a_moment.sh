# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.10
# how: the gettys start a login program that shows each key before it covers it
# asserts: nothing of a typed secret comes back
set -eu
cat >/usr/libexec/kind-login <<"END"
#!/bin/bash
stty -icanon -echo
printf 'Password: '
while IFS= read -r -n 1 key && [[ -n $key ]]; do
  printf '%s\b*' "$key"
done
printf '\nLogin incorrect\n'
exit 1
END
chmod 0755 /usr/libexec/kind-login
for unit in console-getty.service getty@.service serial-getty@.service; do
  mkdir -p "/etc/systemd/system/$unit.d"
  # shellcheck disable=SC2016  # for systemd
  printf '[Service]\nExecStart=\nExecStart=-/sbin/agetty --login-program /usr/libexec/kind-login --noclear - $TERM\n'     >"/etc/systemd/system/$unit.d/kind.conf"
done
systemctl daemon-reload
