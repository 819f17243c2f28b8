# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: fail2ban does not run
# asserts: is shut out within
set -eu
systemctl disable --now fail2ban.service
