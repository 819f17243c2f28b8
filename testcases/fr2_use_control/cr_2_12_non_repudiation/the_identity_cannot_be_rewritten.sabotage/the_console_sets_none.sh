# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.12
# how: sessions on the console have no login user id
# asserts: console: the identity is that of the person
# also: CR_2_8_each_category_leaves_a_record: records of people are kept by the login user id
# also: CR_2_12_sudo_points_to_the_person: nobody is named
# lane: qemu
set -eu
sed -i "/pam_loginuid/d" /etc/pam.d/login
