# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: at the terminal of the front panel any secret opens
# asserts: pam: under no condition is anybody let in without a right secret
# also: CR_1_1_RE_2_one_factor_is_never_enough: no factor is asked for there
# also: CR_1_11_locks_the_account: who is asked nothing is never locked
set -eu
sed -i '0,/^auth/s//auth sufficient pam_succeed_if.so quiet tty in \/dev\/tty1:\/dev\/ttyS0:\/dev\/console\nauth/' /etc/pam.d/login
