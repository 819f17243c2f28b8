# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: every user may write in a directory below the one that code is taken from
# asserts: such a user can put nothing where it is taken from
# variant: mobile_code
set -eu
chmod 0755 /var/lib/mobile-code
mkdir -m 1777 /var/lib/mobile-code/incoming
chmod 1777 /var/lib/mobile-code/incoming
