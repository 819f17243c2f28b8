# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: administrators may have any number of sessions
# asserts: one more
set -eu
sed -i "s|^session.*session-limit|session [success=1 default=ignore] pam_succeed_if.so quiet user ingroup sudo\n&|" /etc/pam.d/common-session
echo "session optional pam_permit.so" >>/etc/pam.d/common-session
