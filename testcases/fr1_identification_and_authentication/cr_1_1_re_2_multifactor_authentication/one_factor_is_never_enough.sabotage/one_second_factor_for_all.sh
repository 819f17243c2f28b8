# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: each user who is enrolled is given the same second factor
# asserts: each user who is enrolled has a second factor of his own
set -eu
sed -i 's/^secret=\$(.*/secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP/' /usr/libexec/iec-runner/enrol-second-factor
grep ^secret= /usr/libexec/iec-runner/enrol-second-factor
