# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: who comes from one network is not told over SSH
# asserts: a notice of use is shown before any secret is asked for: ssh by the settings of
set -eu
printf 'Match Address 10.0.0.0/8\n  Banner /etc/motd\n' >>/etc/ssh/sshd_config
systemctl reload ssh
