# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4 RE(1)
# how: a signature is looked for, and an empty one is as good as any
# asserts: an item with an empty signature does not run
# variant: mobile_code
set -eu
# shellcheck disable=SC2016  # for the script
sed -i 's/^\[ "$trusted" = yes \]/[ ! -s "$copy\/item.sig" ] || &/' /usr/libexec/mobile-code
