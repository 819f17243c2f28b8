# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: everybody may add units, and remove no others, where systemd takes those of the running system from
# asserts: what root runs can be changed by root only
set -eu
mkdir -p /run/systemd/system
chmod 1777 /run/systemd/system
