# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the password field of an account is empty
# asserts: no account has an empty password field
set -eu
sed -i "s/^games:[^:]*:/games::/" /etc/shadow
