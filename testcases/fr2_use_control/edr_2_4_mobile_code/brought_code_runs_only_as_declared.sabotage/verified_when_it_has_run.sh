# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: the loader runs the code first and then says that it is refused
# asserts: the same code with a line behind it does not run
# variant: mobile_code
# also: EDR_2_4_RE_1_code_of_unknown_origin_is_refused: whoever has made it
set -eu
# shellcheck disable=SC2016  # for the script
sed -i 's/^for key in/sh -s <"$copy\/item"\n&/' /usr/libexec/mobile-code
