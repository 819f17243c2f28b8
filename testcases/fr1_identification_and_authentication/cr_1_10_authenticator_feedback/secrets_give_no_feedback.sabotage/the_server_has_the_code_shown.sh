# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.10
# how: over SSH only the code of the second factor is to be echoed
# asserts: ssh keyboard-interactive: nothing of a typed secret comes back
set -eu
sed 's/pam_google_authenticator.so/& echo_verification_code/' /etc/pam.d/common-auth >/etc/pam.d/ssh-auth
sed -i 's/^@include common-auth/@include ssh-auth/' /etc/pam.d/sshd
