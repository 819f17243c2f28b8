# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.2 RE(1)
# how: the first start copies a host key that the image has outside of the software
# asserts: no key was there before the unit first started
set -eu
mkdir -p /srv/factory
cp /etc/ssh/ssh_host_ed25519_key /srv/factory/key
touch -d '2024-01-01' /srv/factory/key
