# SPDX-License-Identifier: Apache-2.0
# how: keys in one place and of one kind, demanded of administrators beside both factors; SSH on ::1 and on the wire; a group that may transfer files only; a shell that asks twice; a device called after what it reads
set -eu
hostname barcode-reader-7
printf 'barcode-reader-7\n' >/etc/hostname
sed -i 's/hardened/barcode-reader-7/' /etc/hosts
printf '\nshopt -s checkjobs\n' >>/etc/bash.bashrc
groupadd --system people
groupadd --system files-only
mkdir -m 0755 /etc/ssh/keys
sed -i -e 's/^Port .*/ListenAddress [::1]:2222\nListenAddress 10.62.0.1:2022/' \
  -e 's/^PubkeyAcceptedAlgorithms .*/PubkeyAcceptedAlgorithms ecdsa-sha2-nistp256,ecdsa-sha2-nistp384/' /etc/ssh/sshd_config
cat >>/etc/ssh/sshd_config <<'END'
AuthorizedKeysFile /etc/ssh/keys/%u
AllowGroups files-only people
Match Group files-only
  ForceCommand internal-sftp
  ChrootDirectory /srv
Match Group sudo
  AuthenticationMethods publickey,keyboard-interactive:pam
END
sed -i 's/tcp dport 22 /tcp dport { 2022, 2222 } /' /etc/nftables.conf
sed -i 's/^ignoreip = .*/& 10.62.0.1/' /etc/fail2ban/jail.d/defaults-debian.conf
printf 'port = 2022,2222\n' >>/etc/fail2ban/jail.d/defaults-debian.conf # of [sshd], the last section
nft --file /etc/nftables.conf
systemctl restart ssh.service fail2ban.service
sed -i -e 's/    port: 22$/    port: 2022/' -e 's/address: 127.0.0.1/address: 10.62.0.1/' \
  -e 's/^hooks:/  - {kind: ssh, name: service, address: "::1", port: 2222}\n\n&/' /etc/iec-runner/profile.yaml
