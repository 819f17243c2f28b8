# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: SSH does not ask whether a password has to be changed
# asserts: ssh keyboard-interactive: an initial password opens no session before it is changed
# also: CR_1_7_RE_1_passwords_have_an_age: nor how old it is
set -eu
sed -i 's/^@include common-account/account required pam_permit.so/' /etc/pam.d/sshd
