# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.11
# how: a plugin writes the trail, without the time
# asserts: the audit trail: each event has a record with date and time
# also: CR_2_9_a_full_storage_does_no_harm: auditd itself writes no trail
# also: CR_2_9_space_is_allocated: the same
# also: CR_2_9_RE_1_a_warning_comes_in_time: the same
# also: CR_2_10_losing_the_daemon_is_survived: the same
# lane: qemu
set -eu
cat >/usr/local/sbin/write-trail <<'END'
#!/bin/sh
exec sed -u 's/msg=audit([^)]*): *//' >>/var/log/audit/audit.log
END
chmod 0750 /usr/local/sbin/write-trail
printf 'active = yes\ndirection = out\npath = /usr/local/sbin/write-trail\ntype = always\nformat = string\n' \
  >/etc/audit/plugins.d/write-trail.conf
chmod 0640 /etc/audit/plugins.d/write-trail.conf
sed -i "s/^write_logs.*/write_logs = no/" /etc/audit/auditd.conf
kill -HUP "$(pidof auditd)"
sleep 3
