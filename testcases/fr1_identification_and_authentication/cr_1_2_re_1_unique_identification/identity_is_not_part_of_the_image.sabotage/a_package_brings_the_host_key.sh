# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.2 RE(1)
# how: the host key is a file of a package
# asserts: no package brings a key of the unit
set -eu
work=$(mktemp -d)
mkdir -p "$work/DEBIAN" "$work/etc/ssh"
cat >"$work/DEBIAN/control" <<'CONTROL'
Package: device-keys
Version: 1
Architecture: all
Maintainer: Maker <maker@example.org>
Description: keys
CONTROL
rm -f /etc/ssh/ssh_host_ed25519_key /etc/ssh/ssh_host_ed25519_key.pub
ssh-keygen -q -t ed25519 -N '' -f "$work/etc/ssh/ssh_host_ed25519_key"
chmod 0755 "$work" "$work/DEBIAN" "$work/etc" "$work/etc/ssh"
dpkg-deb --build --root-owner-group "$work" /var/tmp/device-keys.deb >/dev/null
dpkg --install /var/tmp/device-keys.deb >/dev/null
rm -rf "$work" /var/tmp/device-keys.deb
systemctl restart ssh.service
