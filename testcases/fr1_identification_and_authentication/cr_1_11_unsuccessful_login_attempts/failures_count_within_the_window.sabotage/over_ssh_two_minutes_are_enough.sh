# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: failures over SSH are forgotten after two minutes
# asserts: ssh keyboard-interactive: failures within the window count together
set -eu
sed 's/pam_faillock.so [a-z]*/& fail_interval=120/' /etc/pam.d/common-auth >/etc/pam.d/ssh-auth
sed -i 's/^@include common-auth/@include ssh-auth/' /etc/pam.d/sshd
