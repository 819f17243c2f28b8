# SPDX-License-Identifier: Apache-2.0
# how: audit rules that nobody changes before the next boot; records in the kernel's own words and without the device's name, each written through; more files
# lanes: qemu
set -eu
sed -i -e 's/^log_format = .*/log_format = RAW/' -e 's/^name_format = .*/name_format = NONE/' -e 's/^flush = .*/flush = SYNC/' \
  -e 's/^num_logs = .*/num_logs = 9/' /etc/audit/auditd.conf
printf -- '-e 2\n' >/etc/audit/rules.d/zz-immutable.rules
augenrules >/dev/null
pkill -HUP -x auditd # takes its configuration anew
auditctl -e 2 >/dev/null
