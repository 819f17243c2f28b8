# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: who may use sudo is never asked whether a password has to be changed
# asserts: su: an initial password opens no session before it is changed
# also: CR_1_3_changes_take_effect_at_the_login: nor whether their account is disabled
# also: CR_1_7_RE_1_passwords_have_an_age: nor are they asked how old theirs is
set -eu
sed -i 's/^account required *pam_unix.so/account [success=1 default=ignore] pam_succeed_if.so quiet user ingroup sudo\n&/' /etc/pam.d/common-account
echo 'account required pam_permit.so' >>/etc/pam.d/common-account
