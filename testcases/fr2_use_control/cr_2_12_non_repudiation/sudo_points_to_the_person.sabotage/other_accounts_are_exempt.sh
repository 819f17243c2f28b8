# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.12
# how: no rule is followed for whoever has become another user than root
# asserts: a refused reading after su to another account: a record names the person
# lane: qemu
set -eu
auditctl -A never,exit -S all -C auid!=uid -F uid!=0
