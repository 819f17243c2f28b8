# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: supervisors run one program, which runs anything, without a proof
# asserts: one of sudo is asked for a proof, whatever they do
set -eu
echo "%sudo ALL=(root) NOPASSWD: /usr/bin/find" >/etc/sudoers.d/zz
