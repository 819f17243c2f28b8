# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a service of root's is named as the tests name their own
# asserts: iec-0123456789abcdef0123456789abcdef.service: does not run as root
set -eu
printf "[Service]\nExecStart=/bin/sleep infinity\n" >/etc/systemd/system/iec-0123456789abcdef0123456789abcdef.service
systemctl start iec-0123456789abcdef0123456789abcdef.service
