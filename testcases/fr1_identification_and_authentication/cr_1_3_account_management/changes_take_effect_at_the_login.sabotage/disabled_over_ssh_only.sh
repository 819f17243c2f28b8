# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: the login on a console passes the account's state over
# asserts: console: a disabled account is refused
set -eu
sed -i "s/^@include common-account/account required pam_permit.so/" /etc/pam.d/login
