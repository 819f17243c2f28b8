# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: each login empties the table of former passwords
# asserts: passwd: the password of
set -eu
printf '#!/bin/sh\n: >/etc/security/opasswd\n' >/usr/libexec/tidy
chmod 0755 /usr/libexec/tidy
echo 'session optional pam_exec.so quiet type=open_session /usr/libexec/tidy' >>/etc/pam.d/common-session
