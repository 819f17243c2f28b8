# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: the console does not ask how old a password is
# asserts: console: a password that is too old opens no session
# also: CR_1_5_initial_password_is_changed: it does not ask for a change of an initial one either
set -eu
sed -i 's/^@include common-account/account required pam_permit.so/' /etc/pam.d/login
