# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: whoever has the password may guess codes for ever
# asserts: both right factors are refused after 3 wrong codes at
set -eu
awk '/^auth \[default=die\].*authfail/ && !n++ { print "auth requisite pam_deny.so"; next } { print }' \
  /etc/pam.d/common-auth >/run/common-auth
cat /run/common-auth >/etc/pam.d/common-auth
