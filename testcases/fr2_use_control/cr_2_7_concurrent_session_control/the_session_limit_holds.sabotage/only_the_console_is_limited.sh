# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: SSH has PAM sessions of its own, without the limit
# asserts: by SFTP: beside 2, one more by a login of its own runs nothing
set -eu
sed "/session-limit/d" /etc/pam.d/common-session >/etc/pam.d/ssh-session
sed -i "s/^@include common-session/@include ssh-session/" /etc/pam.d/sshd
