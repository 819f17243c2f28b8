# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.4
# how: the same, and not even a session keeps it from that
# asserts: nobody is given the user id of one who was taken away with an open session
set -eu
mv /usr/sbin/usermod /usr/sbin/usermod.real
cat >/usr/sbin/usermod <<'SH'
#!/bin/sh
if [ "$1" != "--lock" ]; then exec /usr/sbin/usermod.real "$@"; fi
for user; do :; done
exec /usr/sbin/userdel --force --remove "$user"
SH
chmod 0755 /usr/sbin/usermod
