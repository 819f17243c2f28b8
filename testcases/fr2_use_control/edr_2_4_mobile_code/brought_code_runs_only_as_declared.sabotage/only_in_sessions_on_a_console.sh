# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: who logs in on a console gets a /tmp of its own, without noexec
# asserts: a user without any role, console
set -eu
printf '/tmp tmpfs tmpfs:noshare:mntopts=mode=1777 root\n' >/etc/security/namespace.conf
sed -i '/pam_selinux.so open/a session required pam_namespace.so' /etc/pam.d/login
grep -q pam_namespace /etc/pam.d/login || printf 'session required pam_namespace.so\n' >>/etc/pam.d/login
