# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: supervisors are never asked
# asserts: nothing without the supervisor's secrets
set -eu
sed -i "s/^%sudo.*/%sudo ALL=(ALL:ALL) NOPASSWD: ALL/" /etc/sudoers
