# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: sudo -i asks supervisors for nothing, by PAM rules of its own
# asserts: it is over after
set -eu
cat >/etc/pam.d/sudo-i <<"EOF"
auth sufficient pam_permit.so
account sufficient pam_permit.so
session sufficient pam_permit.so
EOF
