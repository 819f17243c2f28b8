# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a job of root's in /etc/cron.d runs a script that the time service may change
# asserts: what root runs can be changed by root only
set -eu
printf "#!/bin/sh\ntrue\n" >/var/lib/chrony/hook
chown _chrony:_chrony /var/lib/chrony/hook
chmod 0755 /var/lib/chrony/hook
mkdir -p /etc/cron.d
echo "17 3 * * * root cd / && test -x /var/lib/chrony/hook && /var/lib/chrony/hook" >/etc/cron.d/hook
