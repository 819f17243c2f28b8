# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.3
# how: the folder of sudo's rules belongs to the account of a service
# asserts: what decides about accounts can be changed by root only
set -eu
chown games /etc/sudoers.d
