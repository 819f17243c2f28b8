# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: one account is not told over SSH
# asserts: a notice of use is shown before any secret is asked for: ssh as root
set -eu
printf 'Match User root\n  Banner none\n' >>/etc/ssh/sshd_config
systemctl reload ssh
