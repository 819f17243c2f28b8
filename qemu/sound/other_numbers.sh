# SPDX-License-Identifier: Apache-2.0
# how: other attempts, times, lengths, ages, sessions and port; other defaults for new accounts
set -eu
sed -i -e 's/^deny = .*/deny = 5/' -e 's/unlock_time = .*/unlock_time = 75/' -e 's/^fail_interval = .*/fail_interval = 1200/' \
  /etc/security/faillock.conf
sed -i -e 's/^minlen = .*/minlen = 16/' -e 's/^minclass = .*/minclass = 4/' -e 's/^difok = .*/difok = 8/' \
  /etc/security/pwquality.conf
printf 'maxrepeat = 3\nmaxsequence = 4\ngecoscheck = 1\n' >>/etc/security/pwquality.conf
sed -i -e 's/ yescrypt / sha512 rounds=10000 /' -e 's/remember=5/remember=10/' /etc/pam.d/common-password
sed -i -e 's/^UMASK.*/UMASK 077/' -e 's/^PASS_MIN_DAYS.*/PASS_MIN_DAYS 7/' -e 's/^PASS_MAX_DAYS.*/PASS_MAX_DAYS 90/' \
  -e 's/^UID_MIN.*/UID_MIN 5000/' -e 's/^ENCRYPT_METHOD.*/ENCRYPT_METHOD SHA512/' /etc/login.defs
mkdir -p /home/people # like all of /home noexec
sed -i -e 's|^SHELL=.*|SHELL=/bin/sh|' -e 's|^#* *HOME=.*|HOME=/home/people|' /etc/default/useradd
sed -i 's/^sessions = .*/sessions = 3/' /etc/security/session-limit.conf

sed -i -e 's/^Port .*/Port 2222/' -e 's/^LoginGraceTime .*/LoginGraceTime 45/' -e 's/^MaxAuthTries .*/MaxAuthTries 2/' \
  -e 's/^MaxStartups .*/MaxStartups 10:30:20/' -e 's/^ClientAliveInterval .*/ClientAliveInterval 60/' \
  -e 's/^ChannelTimeout .*/ChannelTimeout session:*=10m/' /etc/ssh/sshd_config
sed -i 's/tcp dport 22 /tcp dport 2222 /' /etc/nftables.conf
sed -i -e 's/^maxretry = .*/maxretry = 3/' -e 's/^bantime = .*/bantime = 1h/' /etc/fail2ban/jail.d/defaults-debian.conf
printf 'port = 2222\n' >>/etc/fail2ban/jail.d/defaults-debian.conf # of [sshd], the last section
sed -i 's/TMOUT=900/TMOUT=600/' /etc/profile.d/tmout.sh
sed -i 's/^StopIdleSessionSec=.*/StopIdleSessionSec=600/' /etc/systemd/logind.conf.d/hardened.conf
nft --file /etc/nftables.conf
systemctl restart systemd-logind.service ssh.service fail2ban.service

sed -i -e 's/attempts: 3/attempts: 5/' -e 's/unlock_seconds: 60/unlock_seconds: 75/' \
  -e 's/window_seconds: 900/window_seconds: 1200/' -e 's/ban_after: 5/ban_after: 3/' \
  -e 's/ban_seconds: 600/ban_seconds: 3600/' -e 's/port: 22$/port: 2222/' -e 's/min_length: 12/min_length: 16/' \
  -e 's/min_classes: 3/min_classes: 4/' -e 's/min_changed_characters: 4/min_changed_characters: 8/' \
  -e 's/remember: 5/remember: 10/' -e 's/max_age_days: 365/max_age_days: 90/' -e 's/min_age_days: 1/min_age_days: 7/' \
  -e 's/limit: 2/limit: 3/' -e 's/idle_seconds: 900/idle_seconds: 600/' -e 's/lock_seconds: 900/lock_seconds: 600/' \
  /etc/iec-runner/profile.yaml
