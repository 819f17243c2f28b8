# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: the account of a service owns the directory of further notices
# asserts: the notice of use can be changed by root only
set -eu
mkdir -p /etc/issue.d
chown games /etc/issue.d
