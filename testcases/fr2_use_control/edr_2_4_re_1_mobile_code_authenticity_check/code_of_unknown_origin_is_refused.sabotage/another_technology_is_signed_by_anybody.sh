# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4 RE(1)
# how: of two technologies that are declared one may be signed by anybody
# asserts: an item that somebody else has signed does not run
# variant: mobile_code
set -eu
# shellcheck disable=SC2016  # for the script
sed -i 's/^item=$1 trusted=no/&\ncase $item in *.other) exec sh "$item" ;; esac/' /usr/libexec/mobile-code
items=/usr/share/mobile-code
cp "$items/foreign.mc" "$items/foreign.other"
cp "$items/foreign.mc.sig" "$items/foreign.other.sig"
sed -i "s|foreign: \[$items/foreign.mc|&, $items/foreign.other|" /etc/iec-runner/profile.yaml
