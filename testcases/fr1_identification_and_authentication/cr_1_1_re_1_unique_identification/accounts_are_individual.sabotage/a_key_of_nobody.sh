# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(1)
# how: a system account can log in by a key
# asserts: each account that can log in has a declared owner
set -eu
mkdir -p /var/backups/.ssh
echo 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNO' >/var/backups/.ssh/authorized_keys
usermod --shell /bin/bash backup
chown -R backup /var/backups/.ssh
