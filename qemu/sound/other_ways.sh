# SPDX-License-Identifier: Apache-2.0
# how: the password before the code, groups that may log in, sudo in words of its own, processes of others hidden, and a lock that an administrator opens
set -eu
cat >/etc/pam.d/common-auth <<'END'
auth required                   pam_faillock.so preauth
auth [success=2 default=bad]    pam_unix.so
auth [default=ignore]           pam_google_authenticator.so
auth [default=die]              pam_faillock.so authfail
auth [success=1 default=bad]    pam_google_authenticator.so
auth [default=die]              pam_faillock.so authfail
auth required                   pam_faillock.so authsucc
END
sed -i 's/unlock_time = .*/unlock_time = 0/' /etc/security/faillock.conf
groupadd --system people
groupadd --system persons
printf 'account required pam_access.so\n' >>/etc/pam.d/common-account
printf '+:(people) root:ALL\n-:ALL:ALL\n' >/etc/security/access.conf
printf 'AllowGroups persons\n' >>/etc/ssh/sshd_config
cat >/etc/sudoers.d/other <<'END'
Defaults lecture=always, timestamp_timeout=0, requiretty, passwd_tries=2
Defaults passprompt="Geheimes Wort von %u: "
END
chmod 0440 /etc/sudoers.d/other
mount -o remount,hidepid=2,gid=0 /proc # the login manager is of that group
systemctl restart ssh.service
sed -i -e 's/unlock_seconds: 60/unlock_seconds: 0/' -e 's/^  accounts:/&\n    groups: [people]/' /etc/iec-runner/profile.yaml
