# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: over SSH a module lets an account for service in by a word that everybody knows
# asserts: ssh keyboard-interactive: no default password opens a session
# also: CR_1_1_RE_2_one_factor_is_never_enough: the module of its own is enough there
set -eu
useradd --create-home --shell /bin/bash pi
usermod --lock pi
sed -i '1i auth sufficient pam_exec.so quiet expose_authtok /usr/libexec/pi' /etc/pam.d/sshd
cat >/usr/libexec/pi <<'P'
#!/bin/sh
[ "$PAM_USER" = pi ] && [ "$(tr -d '\0')" = 12345678 ]
P
chmod 0755 /usr/libexec/pi
