# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: a browser that nobody declared, by the name that Alpine and Ubuntu give it
# asserts: a device that declares no mobile code has nothing to run it
set -eu
cp /bin/true /usr/bin/chromium-browser
