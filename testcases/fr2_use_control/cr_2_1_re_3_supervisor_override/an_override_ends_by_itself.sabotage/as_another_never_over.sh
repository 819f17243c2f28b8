# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: a proof is good for a day for those who act as somebody else than root
# asserts: whatever is done by it
set -eu
echo "Defaults>daemon timestamp_timeout=1440" >>/etc/sudoers.d/hardened
