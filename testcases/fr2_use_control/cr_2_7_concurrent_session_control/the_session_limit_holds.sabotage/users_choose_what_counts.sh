# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: users tell the login manager that their sessions are none of people
# asserts: console: beside 2, one more by a login of its own runs nothing
# also: CR_2_5_users_lock_and_cannot_prevent_it: and that they have a screen
set -eu
sed -i "s/^session .*pam_systemd.so.*/session required pam_env.so user_readenv=1\n&/" /etc/pam.d/common-session
