# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: for each new disk udev runs a script that the time service may change
# asserts: what root runs can be changed by root only
set -eu
printf "#!/bin/sh\ntrue\n" >/var/lib/chrony/hook
chown _chrony:_chrony /var/lib/chrony/hook
chmod 0755 /var/lib/chrony/hook
mkdir -p /etc/udev/rules.d
echo 'ACTION=="add", SUBSYSTEM=="block", RUN+="/bin/sh /var/lib/chrony/hook %k"' >/etc/udev/rules.d/90-disk.rules
