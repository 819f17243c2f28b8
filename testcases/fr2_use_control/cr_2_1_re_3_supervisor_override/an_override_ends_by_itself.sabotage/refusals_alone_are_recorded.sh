# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: sudo records what it refuses, and not what it allows
# asserts: a record of it names the supervisor
set -eu
echo "Defaults !log_allowed" >>/etc/sudoers.d/hardened
