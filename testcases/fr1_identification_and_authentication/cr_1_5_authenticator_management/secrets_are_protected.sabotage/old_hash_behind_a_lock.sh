# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: a locked account keeps its MD5 hash
# asserts: each stored hash is of a declared scheme
set -eu
# shellcheck disable=SC2016  # a hash
usermod -p '!$1$abcdefgh$irWbblnpmw.5z7wgBnprh0' games
