# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: a directory of one account below /var is mounted again, without noexec
# asserts: brought by user backup does not run
set -eu
install -d -o backup /var/spool/exchange
mount --bind /var/spool/exchange /var/spool/exchange
mount -o remount,bind,exec /var/spool/exchange
