# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: failures add up over successes
# asserts: again after a success
# also: CR_1_1_only_the_right_secret_opens: its wrong passwords lock the account although the right one comes between
set -eu
sed -i "s/pam_faillock.so authsucc/pam_permit.so/" /etc/pam.d/common-auth
