# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: the account's state is not looked at
# asserts: console: a disabled account is refused
set -eu
sed -i "s/pam_unix.so/pam_permit.so/" /etc/pam.d/common-account
