# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.2
# how: a second radio, which is not in use, can send
# asserts: Wi-Fi wlan1, which is not in use, is blocked
# variant: radio
set -eu
/usr/libexec/make-radio wlan1
ip link set wlan1 up
