# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.10
# how: a module that is to help with a keyboard says what was typed
# asserts: nothing of a typed secret comes back
set -eu
cat >/usr/libexec/typed <<"END"
#!/bin/sh
printf 'You typed: '
cat
END
chmod 0755 /usr/libexec/typed
sed -i 's|^auth \[default=ignore\].*|&\nauth optional pam_exec.so quiet stdout expose_authtok /usr/libexec/typed|; s/success=2/success=3/'   /etc/pam.d/common-auth
