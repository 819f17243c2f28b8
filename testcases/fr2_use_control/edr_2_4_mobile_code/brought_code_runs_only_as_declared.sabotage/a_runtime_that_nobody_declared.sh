# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: something that runs mobile code, and nobody has declared it
# asserts: a device that declares no mobile code has nothing to run it
# also: EDR_2_4_RE_1_code_of_unknown_origin_is_refused: where the code comes from is not declared either
set -eu
install -D -m 0755 /usr/bin/true /usr/local/bin/node
