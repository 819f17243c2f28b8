# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: every user may write where the device takes mobile code from
# asserts: such a user can put nothing where it is taken from
# variant: mobile_code
set -eu
chmod 1777 /var/lib/mobile-code
