# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: whoever comes from the plant's network is let in by any secret
# asserts: pam: under no condition is anybody let in without a right secret
# also: CR_1_1_RE_2_one_factor_is_never_enough: no factor is asked for there
# also: CR_1_11_locks_the_account: who is asked nothing is never locked
set -eu
printf '+:ALL:10.20.0.0/16\n-:ALL:ALL\n' >/etc/security/trusted.conf
sed -i '0,/^auth/s//auth sufficient pam_access.so accessfile=\/etc\/security\/trusted.conf noaudit\nauth/' /etc/pam.d/common-auth
