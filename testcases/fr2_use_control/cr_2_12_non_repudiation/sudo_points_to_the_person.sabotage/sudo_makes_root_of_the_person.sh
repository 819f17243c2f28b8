# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.12
# how: sudo sets the login user id anew, to root, and the kernel lets it
# asserts: a change by sudo: a record names the person
# also: CR_2_12_the_identity_cannot_be_rewritten: sudo has rewritten it
# lane: qemu
# reboot: yes
set -eu
sed -i "/loginuid-immutable/d" /etc/audit/rules.d/audit.rules /etc/audit/audit.rules
echo "session required pam_loginuid.so" >>/etc/pam.d/sudo
