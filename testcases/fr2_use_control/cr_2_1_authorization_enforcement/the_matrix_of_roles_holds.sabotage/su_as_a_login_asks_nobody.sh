# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: su - asks nobody who wants to become root, by PAM rules of its own
# asserts: an ordinary user may not become_root
set -eu
sed -i "1i auth sufficient pam_succeed_if.so quiet user = root" /etc/pam.d/su-l
