# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: no new process is looked at
# asserts: access control: ssh keyboard-interactive: a refused reading of /etc/shadow: a record
# lane: qemu
set -eu
auditctl -a never,task
