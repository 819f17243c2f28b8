# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: whoever comes from the plant's network is asked for the password alone
# asserts: pam: where two factors are asked for, under no condition is one enough
set -eu
printf '+:ALL:10.20.0.0/16\n-:ALL:ALL\n' >/etc/security/trusted.conf
sed -i '0,/^auth \[success=2 default=bad\]/s//auth [success=3 default=ignore] pam_access.so accessfile=\/etc\/security\/trusted.conf noaudit\n&/' /etc/pam.d/common-auth
