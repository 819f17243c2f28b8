# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(2)
# how: whoever comes by the console is made one of the administrators
# asserts: console: somebody else maps nothing
# also: CR_2_1_the_matrix_of_roles_holds: an administrator may become root
set -eu
echo "login;*;*;Al0000-2400;sudo" >>/etc/security/group.conf
sed -i "1i auth required pam_group.so" /etc/pam.d/login
