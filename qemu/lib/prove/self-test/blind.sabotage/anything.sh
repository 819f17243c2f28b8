# SPDX-License-Identifier: Apache-2.0
# breaks: CR 7.7
# how: a module that always says yes stands first
# asserts: everything is well
set -eu
sed -i "0,/^auth/s//auth sufficient pam_permit.so\nauth/" /etc/pam.d/common-auth
