# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: the lock lasts five seconds
# asserts: before its time is over
set -eu
sed -i "s/^unlock_time.*/unlock_time = 5/" /etc/security/faillock.conf
