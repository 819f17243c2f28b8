# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7
# how: where a login over SSH demands a change, weak passwords are welcome
# asserts: ssh keyboard-interactive: where a change is demanded, a password is refused
set -eu
sed -i 's/^@include common-password/password required pam_pwhistory.so remember=5 enforce_for_root\npassword required pam_unix.so yescrypt use_authtok/' /etc/pam.d/sshd
