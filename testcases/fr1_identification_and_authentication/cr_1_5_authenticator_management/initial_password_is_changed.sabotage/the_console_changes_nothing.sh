# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the console takes any change for made, and makes none
# asserts: console: the user can change the initial password
# also: CR_1_7_RE_1_old_passwords_stay_old: its change to a new password is not made either
set -eu
sed -i 's/^@include common-password/password required pam_permit.so/' /etc/pam.d/login
