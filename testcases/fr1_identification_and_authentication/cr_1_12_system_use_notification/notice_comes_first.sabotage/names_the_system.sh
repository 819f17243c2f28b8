# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: the getty fills in name and version of the system
# asserts: the notice does not name the system or its version: console
set -eu
printf '\\S{PRETTY_NAME} on \\m, \\l\n' >>/etc/issue
