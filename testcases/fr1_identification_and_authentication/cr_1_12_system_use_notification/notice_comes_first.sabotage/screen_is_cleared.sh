# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: the notice is wiped off the screen before anybody can read it
# asserts: a notice of use is shown before any secret is asked for: console
set -eu
mkdir -p /etc/issue.d
printf '\033[H\033[2J' >/etc/issue.d/zz-clear.issue
