# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(1)
# how: keys of accounts lie where only the SSH server's settings say
# asserts: each account that can log in has a declared owner
set -eu
mkdir -p /etc/ssh/keys
echo 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO' >/etc/ssh/keys/root
printf 'AuthorizedKeysFile /etc/ssh/keys/%%u\n' >>/etc/ssh/sshd_config
systemctl reload ssh
