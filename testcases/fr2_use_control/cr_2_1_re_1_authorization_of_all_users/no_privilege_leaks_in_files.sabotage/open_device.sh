# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a node of the memory device, open to everybody
# asserts: each device node open to everybody is allowed
set -eu
mknod -m 0666 /dev/shm/mem c 1 1
