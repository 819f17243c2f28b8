# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a service of the product runs as root
# asserts: display.service: does not run as root
set -eu
printf "[Service]\nExecStart=/bin/sleep infinity\n" >/etc/systemd/system/display.service
systemctl start display.service
