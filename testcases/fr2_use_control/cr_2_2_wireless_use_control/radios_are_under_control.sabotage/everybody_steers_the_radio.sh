# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.2
# how: everybody may connect to what steers the radio
# asserts: a user without a role steers no radio
# variant: radio
# also: CR_2_1_RE_1_no_privilege_leaks_in_files: a socket that everybody may connect to
set -eu
chmod 0666 /run/wpa_supplicant/wlan0
