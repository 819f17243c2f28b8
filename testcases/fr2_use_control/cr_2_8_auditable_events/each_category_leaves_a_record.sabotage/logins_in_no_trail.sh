# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.8
# how: the audit trail leaves logins out, and the journal keeps emergencies only
# asserts: access control: console: a wrong password: a record
# lane: qemu
set -eu
for type in USER_AUTH USER_ACCT USER_LOGIN USER_START USER_ERR CRED_ACQ; do
  auditctl -a always,exclude -F msgtype=$type
done
echo MaxLevelStore=emerg >>/etc/systemd/journald.conf.d/hardened.conf
systemctl restart systemd-journald.service
