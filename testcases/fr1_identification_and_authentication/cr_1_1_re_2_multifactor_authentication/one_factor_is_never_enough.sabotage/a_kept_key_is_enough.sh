# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: the SSH server lets a key in alone; it takes ECDSA only, and looks for keys in one place
# asserts: a key alone opens no session
set -eu
mkdir -m 0755 /etc/ssh/keys
printf 'AuthorizedKeysFile /etc/ssh/keys/%%u\n' >>/etc/ssh/sshd_config
sed -i -e 's/^AuthenticationMethods .*/AuthenticationMethods publickey keyboard-interactive:pam/' \
  -e 's/^PubkeyAcceptedAlgorithms .*/PubkeyAcceptedAlgorithms ecdsa-sha2-nistp384/' /etc/ssh/sshd_config
systemctl reload ssh
