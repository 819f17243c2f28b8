# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: an unprivileged service may administer the network
# asserts: display.service: holds no capability beyond those declared
set -eu
printf "[Service]\nExecStart=/bin/sleep infinity\nUser=nobody\nAmbientCapabilities=CAP_NET_ADMIN\n" \
  >/etc/systemd/system/display.service
systemctl start display.service
