# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: the line that counts a failure only denies
# asserts: the right password is refused at once
set -eu
sed -i "s/pam_faillock.so authfail/pam_deny.so/" /etc/pam.d/common-auth
