# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: sudo remembers a proof for ever where it is about one command
# asserts: whatever is done by it
set -eu
echo "Defaults!/usr/bin/less timestamp_timeout=-1" >>/etc/sudoers.d/hardened
