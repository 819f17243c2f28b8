# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(1)
# how: members of a group that is no role all become the account service by SSH
# asserts: nobody is made somebody else
set -eu
useradd --system --create-home --shell /bin/bash service
printf '%%operator ALL=(service) NOPASSWD: ALL\n' >/etc/sudoers.d/zz
printf 'Match Group operator\n  ForceCommand sudo -u service -i\n' >>/etc/ssh/sshd_config
sshd -t
systemctl reload ssh
