# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: what supervisors do in a shell as root leaves no record
# asserts: one of sudo leaves a record, whatever they do
set -eu
echo 'Defaults!/usr/bin/bash,/usr/bin/dash,/usr/bin/sh !syslog, !log_allowed' >/etc/sudoers.d/zz
