# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.6
# how: sessions from the plant's network are not registered, so that no administrator can end them
# asserts: pam: under no condition is a session opened without pam_systemd.so
# also: CR_2_7_the_session_limit_holds: they are not counted either
set -eu
sed -i 's/^session optional .*pam_systemd.so/session [success=1 default=ignore] pam_succeed_if.so quiet rhost =~ 10.20.*\n&/' /etc/pam.d/common-session
