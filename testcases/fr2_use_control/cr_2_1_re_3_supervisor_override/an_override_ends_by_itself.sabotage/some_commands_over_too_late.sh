# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: sudo remembers a proof for an hour where it is about what administers the device, in a file of its own
# asserts: whatever is done by it
set -eu
cat >/etc/sudoers.d/zz-tools <<"EOF"
Cmnd_Alias TOOLS = /usr/sbin/*, /usr/bin/systemctl
Defaults!TOOLS timestamp_timeout=60
EOF
