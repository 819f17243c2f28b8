# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(2)
# how: a service collects all rules that there ever were
# asserts: once it is taken back, the role does not have the permission
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: the service of this scenario is declared nowhere
set -eu
cat >/usr/libexec/collect-rules <<"EOF"
#!/bin/sh
while sleep 0.2; do
  cat /etc/sudoers.d/iec-* >>/run/rules 2>/dev/null || continue
  sort -u -o /run/rules /run/rules
  install -m 0440 /run/rules /etc/sudoers.d/collected
done
EOF
chmod 755 /usr/libexec/collect-rules
printf "[Service]\nExecStart=/usr/libexec/collect-rules\n" >/etc/systemd/system/collect-rules.service
systemctl start collect-rules.service
