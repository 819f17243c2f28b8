# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: everybody may write into a pipe that a service takes its orders from
# asserts: no file can be written by everybody
set -eu
mkfifo /var/lib/misc/orders
chmod 0666 /var/lib/misc/orders
