# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.2
# how: the radio that is declared is not there
# asserts: a device that declares wireless has a radio
# variant: radio
set -eu
ip link delete wlan0
