# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.14
# how: everybody can read the keys of the time servers
# asserts: a shared key can be read by root and its service alone
# also: CR_1_5_secrets_are_protected: it is a stored secret as well
set -eu
chmod 0644 /etc/chrony/chrony.keys
