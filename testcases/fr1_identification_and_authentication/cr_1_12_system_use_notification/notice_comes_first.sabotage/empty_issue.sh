# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: the console shows nothing, SSH does
# asserts: a notice of use is shown before any secret is asked for: console
set -eu
: >/etc/issue
