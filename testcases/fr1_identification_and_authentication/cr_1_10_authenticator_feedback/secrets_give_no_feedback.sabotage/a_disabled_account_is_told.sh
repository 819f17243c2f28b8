# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.10
# how: before a secret is asked for, a disabled account is told to be disabled
# asserts: a refusal does not tell that an account is disabled
set -eu
cat >/usr/local/sbin/state <<'S'
#!/bin/sh
exp=$(getent shadow "$PAM_USER" | cut -d: -f8)
[ -n "$exp" ] && [ "$exp" -lt "$(($(date +%s) / 86400))" ] && echo "Your account has expired; please contact your system administrator."
exit 0
S
chmod 0755 /usr/local/sbin/state
sed -i '/^auth/i auth optional pam_exec.so stdout quiet /usr/local/sbin/state' /etc/pam.d/common-auth
awk '!/pam_exec/ || !n++' /etc/pam.d/common-auth >/tmp/x && cat /tmp/x >/etc/pam.d/common-auth
head -8 /etc/pam.d/common-auth
