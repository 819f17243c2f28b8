# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: every user may start the loader
# asserts: a user who may not have mobile code run is refused
# variant: mobile_code
set -eu
chmod 0755 /usr/libexec/mobile-code
sed -i 's/setpriv .*no-new-privs //' /usr/libexec/mobile-code
