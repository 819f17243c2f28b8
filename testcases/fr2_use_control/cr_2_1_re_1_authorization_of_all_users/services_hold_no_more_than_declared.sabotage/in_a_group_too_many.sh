# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: an unprivileged service is in the group that reads the hashes
# asserts: display.service: has no power beyond those declared
set -eu
printf "[Service]\nExecStart=/bin/sleep infinity\nUser=nobody\nSupplementaryGroups=shadow\n" \
  >/etc/systemd/system/display.service
systemctl start display.service
