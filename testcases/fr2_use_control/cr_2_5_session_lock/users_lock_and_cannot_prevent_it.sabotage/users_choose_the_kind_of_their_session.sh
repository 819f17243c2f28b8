# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.5
# how: users tell the login manager that their session has a screen, which judges itself whether it is idle
# asserts: with an environment of the user's own: an idle session still locks or ends
# also: CR_2_7_the_session_limit_holds: nor whether it counts
set -eu
sed -i "s/^session .*pam_systemd.so.*/session required pam_env.so user_readenv=1\n&/" /etc/pam.d/common-session
