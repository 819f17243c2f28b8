# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: a group that the profile does not name may do everything by sudo
# asserts: one of operator has no rule of sudo beyond those declared
set -eu
echo "%operator ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/zz
