# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: one of the four elements is missing
# asserts: a notice of use is shown before any secret is asked for: console
set -eu
sed -i "s/ All activity is monitored and recorded\.//; s/^By going on.*$/By going on you agree./" /etc/issue /etc/issue.net
