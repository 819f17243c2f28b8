# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: a password stands beside the notice
# asserts: the notice gives no secret away: console
set -eu
mkdir -p /etc/issue.d
printf 'Service: root / service123\n' >/etc/issue.d/service.issue
