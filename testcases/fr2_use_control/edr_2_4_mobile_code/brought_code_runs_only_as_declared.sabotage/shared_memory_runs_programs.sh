# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: /dev/shm is mounted without noexec
# asserts: a user without any role
set -eu
mount -o remount,exec /dev/shm
