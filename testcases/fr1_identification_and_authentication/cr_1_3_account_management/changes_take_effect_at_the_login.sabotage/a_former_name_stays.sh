# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: whoever is given another name keeps the former one beside it
# asserts: an account's former name is refused
set -eu
mv /usr/sbin/usermod /usr/sbin/usermod.real
cat >/usr/sbin/usermod <<'SH'
#!/bin/sh
if [ "$1" != --login ]; then exec /usr/sbin/usermod.real "$@"; fi
user=$(grep "^$3:" /etc/passwd)
hash=$(grep "^$3:" /etc/shadow)
/usr/sbin/usermod.real "$@" || exit
echo "$user" >>/etc/passwd
echo "$hash" >>/etc/shadow
SH
chmod 0755 /usr/sbin/usermod
