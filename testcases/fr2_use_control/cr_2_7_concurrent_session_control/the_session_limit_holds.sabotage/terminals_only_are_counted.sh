# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: maxlogins of pam_limits, which counts utmp entries, is all there is
# asserts: without a terminal: beside 2, one more by a login of its own runs nothing
set -eu
sed -i "/session-limit/d" /etc/pam.d/common-session
echo "* hard maxlogins 2" >>/etc/security/limits.d/50-hardened.conf
