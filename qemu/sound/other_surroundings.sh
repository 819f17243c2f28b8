# SPDX-License-Identifier: Apache-2.0
# how: a root file system that is read only, a key before the factors, four seconds for each failure, much text at the login, tight limits for users
set -eu
sed -i '1i auth optional pam_faildelay.so delay=4000000' /etc/pam.d/common-auth
sed -i 's/^AuthenticationMethods .*/AuthenticationMethods publickey,keyboard-interactive:pam/' /etc/ssh/sshd_config
sed -i '/^PrintMotd/d; 1i PrintMotd yes' /etc/ssh/sshd_config
cat >/etc/motd <<'END'
Passwords expire after 90 days. Who has lost his password or code writes to:
  security@example.com
Code of conduct:
END
cat >/etc/profile.d/zz-welcome.sh <<'END'
echo "Welcome, $(id -un). Your password and verification code are yours alone:"
PS1='\[\e[1;32m\]\u@\h\[\e[0m\] \t [$?]\n> '
PROMPT_COMMAND='history -a'
HISTTIMEFORMAT='%F '
export PROMPT_COMMAND
END
printf '* hard %s\n' 'nproc 40' 'maxlogins 6' 'core 0' 'nofile 128' 'fsize 200000' >/etc/security/limits.d/60-more.conf
printf 'session required pam_limits.so\n' >>/etc/pam.d/common-session
for directory in /etc /home /var /root; do mount --bind "$directory" "$directory"; done
mount -o remount,bind,ro /
systemctl restart ssh.service
