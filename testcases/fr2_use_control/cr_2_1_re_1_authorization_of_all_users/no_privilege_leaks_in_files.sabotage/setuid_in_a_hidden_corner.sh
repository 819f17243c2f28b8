# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a set-group-ID file of shadow's group, far from any PATH
# asserts: each set-user-ID or set-group-ID file is allowed as it is
set -eu
mkdir -p /var/lib/misc/.cache
install -o root -g shadow -m 2755 /bin/cat /var/lib/misc/.cache/x
