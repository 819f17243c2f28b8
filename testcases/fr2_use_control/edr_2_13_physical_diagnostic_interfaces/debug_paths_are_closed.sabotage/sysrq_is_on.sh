# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.13
# how: the SysRq key does everything
# asserts: the SysRq key and a break on a serial line do nothing undeclared
# lane: qemu
set -eu
sysctl -q -w kernel.sysrq=1
