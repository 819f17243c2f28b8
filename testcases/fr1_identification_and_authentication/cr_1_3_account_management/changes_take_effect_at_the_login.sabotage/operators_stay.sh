# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: a disabled account in a group that is no role still gets in
# asserts: pam: under no condition is anybody passed over by pam_unix.so (account)
set -eu
sed -i 's/^account required .*/account sufficient pam_succeed_if.so quiet user ingroup operator\n&/' /etc/pam.d/common-account
