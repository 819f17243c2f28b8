# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: a directory of one program below /var is mounted again, without noexec
# asserts: brought by user man does not run
set -eu
mount --bind /var/cache/man /var/cache/man
mount -o remount,bind,exec /var/cache/man
