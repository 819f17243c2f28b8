# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: a copy of the shell that runs as root
# asserts: each set-user-ID or set-group-ID file is allowed as it is
set -eu
install -m 4755 /bin/bash /usr/local/bin/rb
