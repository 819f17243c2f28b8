# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: sshd takes its environment from a file that anybody can make in /tmp
# asserts: what root runs can be changed by root only
set -eu
mkdir -p /etc/systemd/system/ssh.service.d
printf "[Service]\nEnvironmentFile=-/tmp/ssh.env\n" >/etc/systemd/system/ssh.service.d/environment.conf
systemctl daemon-reload
