# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: a rule of sudo lets everybody run the program that controls services, with any words
# asserts: an ordinary user may not control_services
set -eu
echo "ALL ALL=(root) NOPASSWD: /usr/bin/systemctl" >/etc/sudoers.d/zz
