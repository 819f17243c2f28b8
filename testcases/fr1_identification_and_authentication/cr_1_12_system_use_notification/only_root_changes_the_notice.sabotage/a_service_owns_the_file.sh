# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: the account of a service owns the notice
# asserts: the notice of use can be changed by root only
set -eu
chown games /etc/issue
