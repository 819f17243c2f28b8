# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9
# how: a full disk ends the audit daemon for good
# asserts: room again: recording goes on
# lane: qemu
set -eu
cat >/usr/local/sbin/when-full <<'END'
#!/bin/sh
kill "$PPID"
END
chmod 0750 /usr/local/sbin/when-full
sed -i "s|^disk_full_action.*|disk_full_action = exec /usr/local/sbin/when-full|" /etc/audit/auditd.conf
kill -HUP "$(pidof auditd)"
sleep 2
