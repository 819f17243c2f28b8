# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: journald starts anew and switches the kernel's audit off, as Debian has it
# asserts: access control: console: a refused reading of /etc/shadow: a record
# lane: qemu
set -eu
sed -i "/^Audit=/d" /etc/systemd/journald.conf.d/hardened.conf
systemctl restart systemd-journald.service
