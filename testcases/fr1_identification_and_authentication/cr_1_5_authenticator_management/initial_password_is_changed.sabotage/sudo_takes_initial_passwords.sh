# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: sudo takes an initial password and one that is too old
# asserts: an initial password does not before it is changed
set -eu
sed -i 's/^@include common-account/account required pam_permit.so/' /etc/pam.d/sudo
grep account /etc/pam.d/sudo
