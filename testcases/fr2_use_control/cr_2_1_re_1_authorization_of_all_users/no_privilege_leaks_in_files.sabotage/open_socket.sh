# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: everybody may talk to a service's private socket
# asserts: each socket open to everybody is allowed
set -eu
chmod 0666 /run/systemd/journal/io.systemd.journal
