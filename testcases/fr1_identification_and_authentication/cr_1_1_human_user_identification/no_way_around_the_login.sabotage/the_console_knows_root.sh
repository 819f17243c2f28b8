# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: the login on a console asks root for nothing; all others are asked
# asserts: login as root opens nothing without a secret
set -eu
sed -i "0,/^auth/s//auth sufficient pam_succeed_if.so quiet user = root\nauth/" /etc/pam.d/login
