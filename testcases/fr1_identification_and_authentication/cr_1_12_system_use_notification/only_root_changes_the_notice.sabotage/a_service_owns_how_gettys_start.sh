# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: the account of a service owns the folder that changes how gettys start
# asserts: the notice of use can be changed by root only
set -eu
mkdir -p /etc/systemd/system/getty@.service.d
chown games /etc/systemd/system/getty@.service.d
