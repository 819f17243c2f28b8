# SPDX-License-Identifier: Apache-2.0
# how: codes of the time alone, over SSH a key in their place; classes by credits; a key folder for each new user; sudo for one group, with asterisks, one try, and a memory for the parent process; the notice in German
set -eu
sed -i "s/^printf '%s.n' \"\\\$codes\" | sed .*/:/" /usr/libexec/iec-runner/enrol-second-factor
sed -i -e 's/^AuthenticationMethods .*/AuthenticationMethods publickey,password/' \
  -e 's/^PasswordAuthentication .*/PasswordAuthentication yes/' \
  -e 's/^KbdInteractiveAuthentication .*/KbdInteractiveAuthentication no/' /etc/ssh/sshd_config
cat >/etc/pam.d/ssh-auth <<'END'
auth required                   pam_faillock.so preauth
auth [success=1 default=bad]    pam_unix.so
auth [default=die]              pam_faillock.so authfail
auth required                   pam_faillock.so authsucc
END
sed -i 's/^@include common-auth/@include ssh-auth/' /etc/pam.d/sshd
mkdir -m 0700 /etc/skel/.ssh
sed -i 's/^minclass = .*/minclass = 0/' /etc/security/pwquality.conf
printf '%s = -1\n' dcredit ucredit lcredit ocredit >>/etc/security/pwquality.conf
for file in /etc/issue /etc/issue.net; do
  printf 'Diese Anlage ist Eigentum der Stadtwerke. Zugriff nur für Befugte, Missbrauch ist VERBOTEN.\nJede Tätigkeit wird ÜBERWACHT. Wer fortfährt, ist damit einverstanden.\n\n' >"$file"
done
groupadd --system may-sudo
chown root:may-sudo /usr/bin/sudo
chmod 4750 /usr/bin/sudo
cat >/etc/sudoers.d/other <<'END'
Defaults pwfeedback, passwd_tries=1, timestamp_type=ppid, timestamp_timeout=2
Defaults authfail_message="%d mal falsch"
Defaults badpass_message="Das war nicht richtig."
END
chmod 0440 /etc/sudoers.d/other
systemctl restart ssh.service
sed -i -e 's|4755 root:root /usr/bin/sudo|4750 root:may-sudo /usr/bin/sudo|' -e 's/^  accounts:/&\n    groups: [may-sudo]/' \
  -e 's/min_classes: 3/min_classes: 4/' \
  -e 's/^parameters:/&\n  override: {seconds: 120}\n  notice: {patterns: [Eigentum, verboten, überwacht, einverstanden]}/' \
  /etc/iec-runner/profile.yaml
