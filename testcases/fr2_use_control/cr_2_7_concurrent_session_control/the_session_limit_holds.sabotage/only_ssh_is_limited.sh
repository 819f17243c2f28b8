# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: the console has PAM sessions of its own, without the limit
# asserts: console: beside 2, one more by a login of its own runs nothing
set -eu
sed "/session-limit/d" /etc/pam.d/common-session >/etc/pam.d/console-session
sed -i "s/^@include common-session/@include console-session/" /etc/pam.d/login
