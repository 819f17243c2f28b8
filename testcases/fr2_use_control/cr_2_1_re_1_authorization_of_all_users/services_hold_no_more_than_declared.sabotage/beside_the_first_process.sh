# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: something of root's has moved to the control group of the first process
# asserts: /init.scope: does not run as root
set -eu
cat >/usr/libexec/display <<"EOF"
#!/bin/sh
for top in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
  [ -d "$top/init.scope" ] && echo $$ >"$top/init.scope/cgroup.procs"
done
exec sleep 100000
EOF
chmod 0755 /usr/libexec/display
cat >/etc/systemd/system/display.service <<"EOF"
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh -c 'setsid /usr/libexec/display &'
EOF
systemctl start display.service
sleep 1
