# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: of two technologies that are declared one is not verified
# asserts: the same code with a line behind it does not run
# variant: mobile_code
# also: EDR_2_4_RE_1_code_of_unknown_origin_is_refused: nor is its origin
set -eu
# shellcheck disable=SC2016  # for the script
sed -i 's/^item=$1 trusted=no/&\ncase $item in *.other) exec sh "$item" ;; esac/' /usr/libexec/mobile-code
items=/usr/share/mobile-code
cp "$items/intact.mc" "$items/intact.other"
cp "$items/intact.mc.sig" "$items/intact.other.sig"
sed -i "s|intact: \[$items/intact.mc|&, $items/intact.other|" /etc/iec-runner/profile.yaml
