# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a service of root runs in the slice of the sessions
# asserts: display.service: does not run as root
set -eu
printf "[Service]\nExecStart=/bin/sleep infinity\nSlice=user-1000.slice\n" >/etc/systemd/system/display.service
systemctl start display.service
