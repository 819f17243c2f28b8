# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: the setting is there, and a rule of its own refuses what it allows
# asserts: a password as long as the setting says is accepted
set -eu
sed -i 's/pam_unix.so/& minlen=20/' /etc/pam.d/common-password
