# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: an account is disabled by its password, and a key alone lets in
# asserts: ssh publickey: a disabled account is refused
# also: CR_1_1_RE_2_one_factor_is_never_enough: a key is one factor
set -eu
sed -i "s/^AuthenticationMethods .*/AuthenticationMethods keyboard-interactive:pam publickey/" /etc/ssh/sshd_config
systemctl reload ssh
mv /usr/sbin/usermod /usr/sbin/usermod.real
cat >/usr/sbin/usermod <<'SH'
#!/bin/sh
if [ "$1 $2" = "--expiredate 1" ]; then exec /usr/sbin/usermod.real --lock "$3"; fi
if [ "$1" = "--expiredate=" ]; then exec /usr/sbin/usermod.real --unlock "$2"; fi
exec /usr/sbin/usermod.real "$@"
SH
chmod 0755 /usr/sbin/usermod
