# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: a right code needs no password
# asserts: a right code with a wrong password is refused
# also: CR_1_1_only_the_right_secret_opens: a wrong password with a right code opens
# also: CR_1_11_locks_the_account: wrong passwords are not counted
set -eu
sed -i "s/^auth .*pam_google_authenticator.so/auth sufficient pam_google_authenticator.so/" /etc/pam.d/common-auth
