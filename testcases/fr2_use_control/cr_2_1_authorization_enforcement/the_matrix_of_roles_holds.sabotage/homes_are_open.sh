# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1
# how: new homes and what is made in them can be read by everybody
# asserts: an ordinary user may not read_homes
set -eu
sed -i -E "s/^(UMASK|HOME_MODE).*//" /etc/login.defs
printf "UMASK 022\nHOME_MODE 0755\n" >>/etc/login.defs
