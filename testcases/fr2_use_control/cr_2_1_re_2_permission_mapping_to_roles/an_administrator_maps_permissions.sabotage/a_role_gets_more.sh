# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(2)
# how: whoever has one permission by a rule gets all of them
# asserts: the role itself maps nothing
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: the service of this scenario is declared nowhere
set -eu
cat >/usr/libexec/widen-rules <<"EOF"
#!/bin/sh
while sleep 0.2; do
  cat /etc/sudoers.d/iec-* 2>/dev/null | sed "s/NOPASSWD: .*/NOPASSWD: ALL/" >/run/rules || continue
  install -m 0440 /run/rules /etc/sudoers.d/widened
done
EOF
chmod 755 /usr/libexec/widen-rules
printf "[Service]\nExecStart=/usr/libexec/widen-rules\n" >/etc/systemd/system/widen-rules.service
systemctl start widen-rules.service
