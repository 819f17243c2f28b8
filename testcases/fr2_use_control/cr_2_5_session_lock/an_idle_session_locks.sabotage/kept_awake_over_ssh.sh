# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.5
# how: something in each session over SSH makes its terminal look used
# asserts: ssh keyboard-interactive, in a program: locked or ended after 995 s without input
# also: CR_2_5_users_lock_and_cannot_prevent_it: another shell, without TMOUT, is kept awake
set -eu
cat >/etc/profile.d/zz-awake.sh <<'EOF'
[ -z "${SSH_TTY-}" ] || (while sleep 5; do touch -a "$SSH_TTY" || exit; done) </dev/null >/dev/null 2>&1 &
EOF
# sshd would end a silent program all the same.
sed -i '/^ChannelTimeout/d' /etc/ssh/sshd_config
systemctl reload ssh.service
