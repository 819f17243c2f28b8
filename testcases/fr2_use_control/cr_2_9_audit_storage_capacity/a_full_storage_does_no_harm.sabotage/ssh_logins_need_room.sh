# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9
# how: a login over SSH has to leave a line beside the audit trail
# asserts: ssh keyboard-interactive: a login succeeds on a full storage
# lane: qemu
set -eu
cat >/usr/local/sbin/note-login <<'END'
#!/bin/sh
head -c 3000000 /dev/zero >"/var/log/audit/login-$$" && rm "/var/log/audit/login-$$"
END
chmod 0755 /usr/local/sbin/note-login
sed -i "1i account required pam_exec.so /usr/local/sbin/note-login" /etc/pam.d/sshd
