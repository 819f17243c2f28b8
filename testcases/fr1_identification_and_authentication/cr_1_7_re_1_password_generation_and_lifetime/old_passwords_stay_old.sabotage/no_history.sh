# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: former passwords are not kept
# asserts: passwd: the password of 4 changes ago is refused
set -eu
sed -i '/pam_pwhistory/d' /etc/pam.d/common-password
