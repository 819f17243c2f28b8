# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: whoever comes from a trusted host need prove nothing
# asserts: ssh by its settings: a key alone opens no session
set -eu
sed -i 's/^HostbasedAuthentication no/HostbasedAuthentication yes/; s/^AuthenticationMethods .*/& hostbased/' /etc/ssh/sshd_config
printf '10.20.0.5\n' >/etc/ssh/shosts.equiv
{ printf '10.20.0.5 '; cat /etc/ssh/ssh_host_ed25519_key.pub; } >>/etc/ssh/ssh_known_hosts
sshd -t
systemctl reload ssh
