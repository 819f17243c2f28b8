# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: sudo records nothing
# asserts: a record of it names the supervisor
set -eu
echo "Defaults !syslog" >>/etc/sudoers.d/hardened
