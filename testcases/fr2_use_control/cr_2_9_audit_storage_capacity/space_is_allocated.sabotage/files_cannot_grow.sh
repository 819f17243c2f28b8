# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9
# how: the kernel lets the daemon write no file of more than a MiB, so that it never rotates
# asserts: the audit storage holds
# lane: qemu
set -eu
mkdir -p /etc/systemd/system/auditd.service.d
printf "[Service]\nLimitFSIZE=1M\n" >/etc/systemd/system/auditd.service.d/size.conf
systemctl daemon-reload
prlimit --pid "$(pidof auditd)" --fsize=1048576
