# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: what takes an account away says that it has, and does nothing
# asserts: an account that was taken away is refused
set -eu
mv /usr/sbin/usermod /usr/sbin/usermod.real
cat >/usr/sbin/usermod <<'SH'
#!/bin/sh
if [ "$1" = "--lock" ]; then exit 0; fi
exec /usr/sbin/usermod.real "$@"
SH
chmod 0755 /usr/sbin/usermod
