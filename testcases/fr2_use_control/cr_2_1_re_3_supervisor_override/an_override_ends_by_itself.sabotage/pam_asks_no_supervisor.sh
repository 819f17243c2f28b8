# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: PAM asks supervisors for nothing at sudo, so that no time of sudo's own matters
# asserts: it is over after 300 s
set -eu
sed -i "1i auth sufficient pam_succeed_if.so quiet user ingroup sudo" /etc/pam.d/sudo
