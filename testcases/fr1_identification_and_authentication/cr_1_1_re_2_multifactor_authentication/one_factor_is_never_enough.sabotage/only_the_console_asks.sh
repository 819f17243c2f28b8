# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: the SSH server's PAM service asks for the password alone
# asserts: ssh keyboard-interactive: the password without a code is refused
# also: CR_1_1_RE_2_who_never_enrolled_stays_out: nobody needs a second factor over SSH
set -eu
sed "s/^auth .*pam_google_authenticator.so/auth [success=2 default=bad] pam_permit.so/" /etc/pam.d/common-auth >/etc/pam.d/one-factor
sed -i "s/^@include common-auth/auth include one-factor/" /etc/pam.d/sshd
