# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: the dictionary lies in a folder of a service's
# asserts: the setting can be changed by root only
set -eu
mv /var/cache/cracklib /var/lib/words
ln -s /var/lib/words /var/cache/cracklib
chown -R games /var/lib/words
