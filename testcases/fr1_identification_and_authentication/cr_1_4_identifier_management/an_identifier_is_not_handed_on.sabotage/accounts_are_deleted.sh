# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.4
# how: what is to keep an account deletes it
# asserts: nobody is given the user id of one who was taken away
set -eu
mv /usr/sbin/usermod /usr/sbin/usermod.real
cat >/usr/sbin/usermod <<'SH'
#!/bin/sh
if [ "$1" != "--lock" ]; then exec /usr/sbin/usermod.real "$@"; fi
for user; do :; done
exec /usr/sbin/userdel --remove "$user"
SH
chmod 0755 /usr/sbin/usermod
