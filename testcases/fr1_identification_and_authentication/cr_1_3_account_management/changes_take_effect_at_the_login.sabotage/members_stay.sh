# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: of who may use sudo nobody asks over SSH whether the account is disabled
# asserts: ssh keyboard-interactive: a disabled account is refused
# also: CR_1_5_initial_password_is_changed: nor whether a password has to be changed
# also: CR_1_7_RE_1_passwords_have_an_age: nor how old it is
set -eu
sed -i 's/^@include common-account/account sufficient pam_succeed_if.so quiet user ingroup sudo\n&/' /etc/pam.d/sshd
