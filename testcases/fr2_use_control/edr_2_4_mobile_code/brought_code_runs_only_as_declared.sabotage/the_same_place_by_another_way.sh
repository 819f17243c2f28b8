# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: /var/tmp is mounted a second time elsewhere, without noexec
# asserts: a user without any role
set -eu
mkdir /srv/exchange
mount --bind /var/tmp /srv/exchange
mount -o remount,bind,exec /srv/exchange
