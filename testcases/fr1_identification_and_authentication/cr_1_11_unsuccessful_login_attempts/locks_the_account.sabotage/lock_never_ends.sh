# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: only an administrator unlocks
# asserts: the right password opens again after
set -eu
sed -i "s/^unlock_time.*/unlock_time = 0/" /etc/security/faillock.conf
