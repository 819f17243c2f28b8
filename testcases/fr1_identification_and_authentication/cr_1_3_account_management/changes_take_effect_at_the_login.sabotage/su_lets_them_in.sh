# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: su asks nobody whether an account is disabled
# asserts: su: a disabled account is refused
# also: CR_1_5_initial_password_is_changed: su does not ask for that either
# also: CR_1_7_RE_1_passwords_have_an_age: nor for this
set -eu
sed -i 's/^@include common-account/account required pam_permit.so/' /etc/pam.d/su
