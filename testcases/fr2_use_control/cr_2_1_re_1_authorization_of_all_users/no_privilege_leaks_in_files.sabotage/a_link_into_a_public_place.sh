# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: each shell of root's reads a file that is a link to where anybody may make one
# asserts: what root runs can be changed by root only
set -eu
ln -s /var/tmp/site.sh /etc/profile.d/site.sh
