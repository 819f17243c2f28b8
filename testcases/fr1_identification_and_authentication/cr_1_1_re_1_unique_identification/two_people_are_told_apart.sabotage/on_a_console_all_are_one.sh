# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(1)
# how: a login shell goes on as one shared account; commands over SSH do not
# asserts: console: a session runs as its own user and no other
# also: CR_1_1_only_the_right_secret_opens: its session runs as another user
# also: CR_2_7_the_session_limit_holds: nobody has a session of one's own over SSH
# also: CR_1_11_locks_the_account: it cannot tell
# also: CR_2_1_the_matrix_of_roles_holds: a session of its is somebody else's
set -eu
useradd --create-home --shell /bin/bash service
echo 'ALL ALL=(service) NOPASSWD: ALL' >/etc/sudoers.d/service
chmod 0440 /etc/sudoers.d/service
cat >/etc/profile.d/zz-service.sh <<'SH'
if [ "$(id -un)" != service ] && [ -t 0 ]; then exec sudo -n -u service /bin/bash; fi
SH
