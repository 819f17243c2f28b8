# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.11 RE(1)
# how: the time service is off
# asserts: the clock is that of the time source
# lane: qemu
set -eu
systemctl disable --now chrony.service
