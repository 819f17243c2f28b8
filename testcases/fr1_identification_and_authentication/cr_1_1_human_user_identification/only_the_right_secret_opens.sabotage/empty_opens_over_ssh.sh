# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: an empty answer is taken as the right one, over SSH only; all others are counted as ever
# asserts: an empty password is refused
set -eu
printf "%s\n" "#!/bin/sh" "read -r secret; test -z \"\$secret\"" >/usr/local/sbin/lenient
chmod 755 /usr/local/sbin/lenient
sed "s/^auth .*success=1 default=bad.*pam_unix.so/auth [success=2 default=ignore] \
pam_exec.so quiet expose_authtok \/usr\/local\/sbin\/lenient\n& try_first_pass/" \
  /etc/pam.d/common-auth >/etc/pam.d/lenient-auth
sed -i "s/^@include common-auth/auth include lenient-auth/" /etc/pam.d/sshd
