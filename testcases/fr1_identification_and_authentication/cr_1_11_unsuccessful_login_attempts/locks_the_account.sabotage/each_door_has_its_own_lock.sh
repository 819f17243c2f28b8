# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: consoles count for themselves: who is locked over SSH goes on there
# asserts: console: both right factors are refused after 3 wrong codes at ssh
set -eu
sed 's/pam_faillock.so .*/& dir=\/run\/faillock-console/' /etc/pam.d/common-auth >/etc/pam.d/console-auth
sed -i 's/^@include common-auth/@include console-auth/' /etc/pam.d/login
mkdir -p /run/faillock-console
