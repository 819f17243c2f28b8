# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: no interface asks whether a password has to be changed
# asserts: an initial password opens no session before it is changed
# also: CR_1_7_RE_1_passwords_have_an_age: nor how old it is
set -eu
sed -i 's/^account required .*pam_unix.so/account required pam_permit.so/' /etc/pam.d/common-account
