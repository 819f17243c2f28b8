# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: on a terminal that logind opens when somebody switches to it, root is logged in
# asserts: opens nothing without a secret
# also: CR_1_10_secrets_give_no_feedback: nothing is asked for there
# also: CR_1_12_notice_comes_first: no name is asked for there
# also: CR_1_12_only_root_changes_the_notice: no name is asked for there
set -eu
mkdir -p /etc/systemd/system/getty@tty3.service.d
printf '[Service]\nExecStart=\nExecStart=-/sbin/agetty --autologin root --noclear - linux\n' >/etc/systemd/system/getty@tty3.service.d/a.conf
systemctl daemon-reload
