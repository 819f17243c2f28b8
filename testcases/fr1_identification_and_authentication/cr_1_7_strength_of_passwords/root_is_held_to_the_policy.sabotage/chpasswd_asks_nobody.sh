# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: chpasswd has a stack of its own, without a judge of passwords
# asserts: chpasswd by root: a password is refused: one character too short
set -eu
printf 'password required pam_unix.so yescrypt\n' >/etc/pam.d/chpasswd
