# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.11
# how: members of a group that is no role are never locked
# asserts: pam_faillock exempts no group from its lock
set -eu
sed -i 's/^even_deny_root//' /etc/security/faillock.conf
echo 'admin_group = operator' >>/etc/security/faillock.conf
