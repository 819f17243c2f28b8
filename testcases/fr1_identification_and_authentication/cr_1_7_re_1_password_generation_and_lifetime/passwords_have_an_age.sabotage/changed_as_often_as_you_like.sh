# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: there is no minimum age
# asserts: a password that is too young is not changed
set -eu
sed -i 's/^PASS_MIN_DAYS.*/PASS_MIN_DAYS 0/' /etc/login.defs
