# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: something of root's runs in a scope, which is no session
# asserts: display.scope: does not run as root
set -eu
printf "#!/bin/sh\nexec sleep 100000\n" >/usr/libexec/display
chmod 0755 /usr/libexec/display
setsid systemd-run --quiet --scope --unit=display /usr/libexec/display </dev/null >/dev/null 2>&1 &
sleep 1
