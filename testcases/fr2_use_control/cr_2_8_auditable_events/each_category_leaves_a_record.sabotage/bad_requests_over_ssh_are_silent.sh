# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: sshd logs nothing by itself; PAM still does
# asserts: request errors: ssh: a request that is no SSH: a record
# lane: qemu
set -eu
sed -i "s/^LogLevel.*/LogLevel QUIET/" /etc/ssh/sshd_config
systemctl reload ssh.service
