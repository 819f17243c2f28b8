# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: the account of a service may do everything by sudo
# asserts: messagebus has no rule of sudo beyond those declared
set -eu
echo "messagebus ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/zz
