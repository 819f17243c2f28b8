# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: /tmp is mounted without noexec
# asserts: a user without any role
set -eu
sed -i '\|/tmp|s/,noexec//' /etc/fstab
mount -o remount,exec /tmp
