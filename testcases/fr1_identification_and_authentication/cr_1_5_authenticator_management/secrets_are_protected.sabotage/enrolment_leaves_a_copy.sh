# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the enrolment keeps the second factor's secret in a log
# asserts: no file that everybody can read holds a secret
set -eu
sed -i "s|^printf 'totp|printf '%s %s\\\\n' \"\$user\" \"\$secret\" >>/var/log/enrolled\nchmod 0644 /var/log/enrolled\n&|" \
  /usr/libexec/iec-runner/enrol-second-factor
grep -q 'log/enrolled' /usr/libexec/iec-runner/enrol-second-factor
