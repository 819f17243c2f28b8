# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: one former password fewer than declared is kept
# asserts: passwd: the password of 4 changes ago is refused
set -eu
sed -i 's/remember=5/remember=4/' /etc/pam.d/common-password
