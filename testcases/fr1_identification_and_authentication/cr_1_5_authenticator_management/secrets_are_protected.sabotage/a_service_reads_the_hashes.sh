# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the account of a service is a member of shadow's group
# asserts: no secret file can be read by others
set -eu
usermod -a -G shadow www-data
