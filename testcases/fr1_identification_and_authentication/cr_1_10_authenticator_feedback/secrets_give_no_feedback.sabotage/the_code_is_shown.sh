# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.10
# how: the code of the second factor is echoed
# asserts: nothing of a typed secret comes back
set -eu
sed -i 's/pam_google_authenticator.so/& echo_verification_code/' /etc/pam.d/common-auth
