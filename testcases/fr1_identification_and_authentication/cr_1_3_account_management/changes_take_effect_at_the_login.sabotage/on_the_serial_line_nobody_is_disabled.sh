# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: on a serial line disabled accounts get in
# asserts: pam: under no condition is anybody passed over by pam_unix.so (account)
set -eu
sed -i 's/^account required .*/account sufficient pam_succeed_if.so quiet tty in \/dev\/ttyS0:\/dev\/ttyS1\n&/' /etc/pam.d/common-account
