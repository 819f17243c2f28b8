# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: for each session PAM has root run a script that the time service may change
# asserts: what root runs can be changed by root only
set -eu
printf "#!/bin/sh\ntrue\n" >/var/lib/chrony/hook
chown _chrony:_chrony /var/lib/chrony/hook
chmod 0755 /var/lib/chrony/hook
echo "session optional pam_exec.so quiet type=open_session /var/lib/chrony/hook" >>/etc/pam.d/common-session
