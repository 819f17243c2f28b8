# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: sudo starts the loader for everybody
# asserts: nor does sudo start the loader for such a user
# variant: mobile_code
set -eu
echo "ALL ALL=(root) NOPASSWD: /usr/libexec/mobile-code" >/etc/sudoers.d/code
