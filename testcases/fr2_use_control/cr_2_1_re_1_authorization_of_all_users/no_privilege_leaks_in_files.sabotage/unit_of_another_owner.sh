# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a unit in memory, which root starts, belongs to a service's user
# asserts: what root runs can be changed by root only
set -eu
mkdir -p /run/systemd/system
printf "[Service]\nExecStart=/bin/true\n" >/run/systemd/system/display.service
chown nobody /run/systemd/system/display.service
