# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: the dynamic linker looks for libraries where everybody may add some
# asserts: what root runs can be changed by root only
set -eu
mkdir -p /var/tmp/lib /etc/ld.so.conf.d
chmod 1777 /var/tmp/lib
echo /var/tmp/lib >/etc/ld.so.conf.d/site.conf
