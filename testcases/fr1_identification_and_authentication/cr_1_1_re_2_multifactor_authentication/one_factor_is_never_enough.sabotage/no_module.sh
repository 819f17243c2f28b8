# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: the module of the second factor is gone; any code will do
# asserts: the password without a code is refused
# also: CR_1_1_RE_2_who_never_enrolled_stays_out: nobody needs a second factor
set -eu
sed -i "s/^auth .*pam_google_authenticator.so/auth [success=2 default=bad] pam_permit.so/" /etc/pam.d/common-auth
