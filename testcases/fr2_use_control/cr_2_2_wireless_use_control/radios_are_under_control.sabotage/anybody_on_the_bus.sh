# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.2
# how: the bus takes what anybody sends to what steers the radio
# asserts: a user without a role steers no radio
# variant: radio
set -eu
sed -i 's/<deny send_destination/<allow send_destination/' /etc/dbus-1/system.d/radio.conf
busctl --system call org.freedesktop.DBus / org.freedesktop.DBus ReloadConfig
