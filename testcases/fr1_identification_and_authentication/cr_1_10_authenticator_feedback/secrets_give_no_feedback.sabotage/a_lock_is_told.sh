# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.10
# how: a locked account is told to be one, a name that there is not never
# asserts: the refusal of a locked account does not tell that there is a user
set -eu
sed -i '/^silent/d' /etc/security/faillock.conf
