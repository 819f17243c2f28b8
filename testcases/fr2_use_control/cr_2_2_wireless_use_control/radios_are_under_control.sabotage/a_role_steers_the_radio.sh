# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.2
# how: those who may read the logs steer the radio as well
# asserts: a member of systemd-journal steers no radio
# variant: radio
set -eu
chgrp systemd-journal /run/wpa_supplicant/wlan0
