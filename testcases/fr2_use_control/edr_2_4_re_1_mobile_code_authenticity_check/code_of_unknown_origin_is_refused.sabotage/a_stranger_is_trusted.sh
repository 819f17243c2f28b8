# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4 RE(1)
# how: the key of a stranger is among those that the loader trusts
# asserts: an item that somebody else has signed does not run
# variant: mobile_code
set -eu
cp /usr/share/mobile-code/stranger.pem /etc/mobile-code/keys/
