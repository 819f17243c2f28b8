# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.14
# how: an editor has left a copy of the keys that everybody reads
# asserts: a shared key can be read by root and its service alone
set -eu
cp /etc/chrony/chrony.keys /etc/chrony/chrony.keys.bak
chmod 0644 /etc/chrony/chrony.keys.bak
