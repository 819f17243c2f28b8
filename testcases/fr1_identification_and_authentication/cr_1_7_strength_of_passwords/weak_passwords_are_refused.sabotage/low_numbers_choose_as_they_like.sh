# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: accounts with numbers below 1000 choose any password
# asserts: pam: under no condition is anybody passed over by pam_pwquality.so
set -eu
sed -i -e '0,/^password requisite/s//password [success=2 default=ignore] pam_succeed_if.so quiet uid < 1000\n&/' \
  -e 's/pam_unix.so yescrypt use_authtok/pam_unix.so yescrypt try_first_pass/' /etc/pam.d/common-password
