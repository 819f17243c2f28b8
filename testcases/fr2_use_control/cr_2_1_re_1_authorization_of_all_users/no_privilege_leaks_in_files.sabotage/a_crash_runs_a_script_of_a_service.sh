# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: after the next start the kernel hands each crash to a script that the time service may change
# asserts: what root runs can be changed by root only
set -eu
printf "#!/bin/sh\ntrue\n" >/var/lib/chrony/hook
chown _chrony:_chrony /var/lib/chrony/hook
chmod 0755 /var/lib/chrony/hook
echo "kernel.core_pattern=|/var/lib/chrony/hook %P" >/etc/sysctl.d/90-core.conf
