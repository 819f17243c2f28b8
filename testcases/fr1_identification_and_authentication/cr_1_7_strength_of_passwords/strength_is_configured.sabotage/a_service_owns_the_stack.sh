# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: the account of a service owns the PAM configuration of passwords
# asserts: the setting can be changed by root only
set -eu
chown games /etc/pam.d/common-password
