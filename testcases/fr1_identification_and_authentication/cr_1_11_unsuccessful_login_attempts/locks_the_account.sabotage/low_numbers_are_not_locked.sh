# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: accounts with numbers below 1000, root too, are never locked
# asserts: pam: under no condition is anybody never locked
set -eu
sed -i 's/^auth \[default=die\] .*/auth [success=1 default=ignore] pam_succeed_if.so quiet uid < 1000\n&/' /etc/pam.d/common-auth
sed -i -E 's/success=2 default=bad/success=3 default=bad/; s/^auth \[success=1 default=bad\]( +pam_unix)/auth [success=2 default=bad]\1/' \
  /etc/pam.d/common-auth
