# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: homes can be entered, and what is made over SSH can be read by everybody
# asserts: an ordinary user may not read_homes
set -eu
sed -i -E "s/^HOME_MODE.*/HOME_MODE 0711/" /etc/login.defs
sed -i "/pam_umask/d" /etc/pam.d/common-session
echo "session required pam_umask.so umask=0027" >>/etc/pam.d/login
echo "session required pam_umask.so umask=0022" >>/etc/pam.d/sshd
