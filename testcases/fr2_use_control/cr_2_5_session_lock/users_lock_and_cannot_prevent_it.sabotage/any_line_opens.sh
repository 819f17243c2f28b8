# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.5
# how: the lock opens to any line
# asserts: nobody gets in without the secrets
set -eu
sed -i 's/^until su .*/until read -r _; do sleep 1; done/' /usr/bin/lock-session
