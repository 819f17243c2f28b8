# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: su asks nobody for anything
# asserts: an ordinary user may not become_others
set -eu
sed -i "1i auth sufficient pam_permit.so" /etc/pam.d/su
