# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.9
# how: most of the file system of the trail is taken by something else
# asserts: the audit storage holds
# also: CR_2_9_RE_1_a_warning_comes_in_time: the threshold is passed before the test begins
# lane: qemu
set -eu
free=$(df --output=avail --block-size=K /var/log/audit | tail -n 1 | tr -dc 0-9)
fallocate -l "$((free - 6144))K" /var/log/audit/dump
