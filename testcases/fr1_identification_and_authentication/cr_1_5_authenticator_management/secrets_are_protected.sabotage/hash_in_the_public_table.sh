# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: one account has its hash where everybody reads it
# asserts: no hash is in a file for everybody
set -eu
# shellcheck disable=SC2016  # a hash
hash='$6$abcdefgh$'$(printf 'a%.0s' $(seq 86))
sed -i "s|^games:x:|games:$hash:|" /etc/passwd
