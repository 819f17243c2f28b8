# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: members of a group that is no role have as many sessions as they like
# asserts: pam: under no condition is a session opened without pam_limits.so, pam_exec.so, pam_systemd.so
set -eu
sed -i 's|^session.*session-limit|session [success=1 default=ignore] pam_succeed_if.so quiet user ingroup operator\n&|' /etc/pam.d/common-session
