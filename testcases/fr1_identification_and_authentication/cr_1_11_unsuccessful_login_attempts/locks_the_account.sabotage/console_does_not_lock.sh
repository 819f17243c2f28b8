# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: the console asks the passwords only
# asserts: console: the right password is refused at once
set -eu
cat >/etc/pam.d/console-auth <<"EOF"
auth required pam_google_authenticator.so
auth required pam_unix.so
EOF
sed -i "s/^@include common-auth/auth include console-auth/" /etc/pam.d/login
