# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: the logout of the shell waits for a minute
# asserts: with a terminal, ended by its user: it is closed within
set -eu
echo "if [ -t 0 ]; then sleep 60; fi" >>/etc/bash.bash_logout
