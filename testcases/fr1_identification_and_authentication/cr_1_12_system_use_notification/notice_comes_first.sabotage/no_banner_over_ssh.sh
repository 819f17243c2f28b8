# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: SSH shows nothing, the console does
# asserts: a notice of use is shown before any secret is asked for: ssh
set -eu
sed -i "s/^Banner .*/Banner none/" /etc/ssh/sshd_config
systemctl reload ssh
