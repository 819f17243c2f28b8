# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: an empty answer is taken as the right one, over SSH only
# asserts: an empty password is refused
# also: CR_1_11_locks_the_account: the stand-in counts no failures over SSH
set -eu
printf "%s\n" "#!/bin/sh" "read -r secret; test -z \"\$secret\"" >/usr/local/sbin/lenient
chmod 755 /usr/local/sbin/lenient
cat >/etc/pam.d/lenient-auth <<"EOF"
auth required pam_faillock.so preauth
auth required pam_google_authenticator.so
auth sufficient pam_exec.so quiet expose_authtok /usr/local/sbin/lenient
auth required pam_unix.so try_first_pass
EOF
sed -i "s/^@include common-auth/auth include lenient-auth/" /etc/pam.d/sshd
