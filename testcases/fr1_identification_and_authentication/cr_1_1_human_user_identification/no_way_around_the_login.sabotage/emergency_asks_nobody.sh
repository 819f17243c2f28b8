# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: emergency mode opens a shell, as root is locked
# asserts: emergency.service opens nothing without a secret
set -eu
mkdir -p /etc/systemd/system/emergency.service.d
printf '[Service]\nEnvironment=SYSTEMD_SULOGIN_FORCE=1\n' >/etc/systemd/system/emergency.service.d/force.conf
