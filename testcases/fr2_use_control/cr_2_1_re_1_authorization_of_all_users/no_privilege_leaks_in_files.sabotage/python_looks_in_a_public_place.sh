# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: each python of root's loads modules from a directory where everybody may add some
# asserts: what root runs can be changed by root only
set -eu
mkdir -p /var/tmp/plugins /usr/lib/python3/dist-packages
chmod 1777 /var/tmp/plugins
echo /var/tmp/plugins >/usr/lib/python3/dist-packages/plugins.pth
