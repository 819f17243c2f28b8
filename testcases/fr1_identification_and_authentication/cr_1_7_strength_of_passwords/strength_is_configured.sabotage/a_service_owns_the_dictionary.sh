# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: the account of a service owns the dictionary
# asserts: the setting can be changed by root only
set -eu
chown -R games /var/cache/cracklib
