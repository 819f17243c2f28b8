# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.4
# how: useradd gives the number of one who is locked out to the next one
# asserts: nobody is given the user id of one who was taken away
set -eu
mv /usr/sbin/useradd /usr/sbin/useradd.real
cat >/usr/sbin/useradd <<'SH'
#!/bin/sh
# The user id of the last one that has left is free again.
left=$(awk -F: '$2 ~ /^!\$/ && $8 == 1 { name = $1 } END { print name }' /etc/shadow)
[ -n "$left" ] || exec /usr/sbin/useradd.real "$@"
exec /usr/sbin/useradd.real --non-unique --uid "$(id -u "$left")" "$@"
SH
chmod 0755 /usr/sbin/useradd
