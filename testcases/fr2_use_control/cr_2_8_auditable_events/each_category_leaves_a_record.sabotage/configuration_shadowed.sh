# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: a rule before all others leaves one directory out
# asserts: configuration changes: a setting of the mode of /etc/ssh/sshd_config: a record
# lane: qemu
set -eu
auditctl -A never,exit -F dir=/etc/ssh
