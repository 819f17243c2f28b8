# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: one terminal shows no notice, the one that logind opens on a switch
# asserts: a notice of use is shown before any secret is asked for: console
# also: CR_1_12_only_root_changes_the_notice: no change shows there either
set -eu
mkdir -p /etc/systemd/system/getty@tty3.service.d
printf '[Service]\nExecStart=\nExecStart=-/sbin/agetty --noissue --noclear - linux\n' >/etc/systemd/system/getty@tty3.service.d/a.conf
systemctl daemon-reload
