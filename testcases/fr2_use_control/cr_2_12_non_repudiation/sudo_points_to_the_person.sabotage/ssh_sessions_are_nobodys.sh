# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.12
# how: sessions by SSH have no login user id
# asserts: ssh keyboard-interactive: a change by sudo: a record names the person
# also: CR_2_8_each_category_leaves_a_record: records of people are kept by the login user id
# also: CR_2_12_the_identity_cannot_be_rewritten: there is none
# lane: qemu
set -eu
sed -i "/pam_loginuid/d" /etc/pam.d/sshd
