# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: passwords of new users never expire
# asserts: the password of a new user has the declared ages
set -eu
sed -i 's/^PASS_MAX_DAYS.*/PASS_MAX_DAYS 99999/' /etc/login.defs
