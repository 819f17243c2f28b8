# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.5
# how: nobody tells the login manager which terminal a session over SSH has, as there is no utmp
# asserts: ssh keyboard-interactive, in a program: locked or ended after 995 s without input
# also: CR_2_5_users_lock_and_cannot_prevent_it: another shell, without TMOUT, is not seen to be idle
set -eu
sed '/utmp/d' /usr/lib/tmpfiles.d/systemd.conf >/etc/tmpfiles.d/systemd.conf
rm -f /run/utmp
# sshd would end a silent program all the same.
sed -i '/^ChannelTimeout/d' /etc/ssh/sshd_config
systemctl reload ssh.service
