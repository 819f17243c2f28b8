# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.11
# how: somebody has set the clock
# asserts: the time of the records is that of the hardware's clock
# lane: qemu
set -eu
date -s "+3 hours" >/dev/null
