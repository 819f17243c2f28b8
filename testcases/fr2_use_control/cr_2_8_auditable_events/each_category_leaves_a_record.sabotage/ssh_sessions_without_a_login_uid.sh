# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: sessions over SSH have no login uid, by which the rules know people
# asserts: access control: ssh keyboard-interactive: a refused reading of /etc/shadow: a record
# lane: qemu
set -eu
sed -i "/pam_loginuid/d" /etc/pam.d/sshd
