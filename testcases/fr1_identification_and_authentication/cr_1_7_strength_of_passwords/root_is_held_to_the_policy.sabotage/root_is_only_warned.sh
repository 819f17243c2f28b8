# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: the module that judges passwords complains and lets root go on
# asserts: passwd by root: a password is refused: one character too short
set -eu
sed -i '/^enforce_for_root/d' /etc/security/pwquality.conf
