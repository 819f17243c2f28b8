# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: the file says twelve, the module is told eight
# asserts: the configured minimum length is the declared one
# also: CR_1_7_weak_passwords_are_refused: shorter ones are accepted
# also: CR_1_7_root_is_held_to_the_policy: from root as well
set -eu
sed -i 's/pam_pwquality.so/& minlen=8/' /etc/pam.d/common-password
