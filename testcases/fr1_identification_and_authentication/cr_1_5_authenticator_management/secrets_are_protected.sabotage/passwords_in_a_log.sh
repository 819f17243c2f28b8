# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: a module writes each new password down
# asserts: no file that everybody can read holds a secret
set -eu
cat >/usr/local/sbin/note-password <<"END"
#!/bin/sh
umask 022
tr "\0" "\n" >>/var/log/notes
END
chmod 0755 /usr/local/sbin/note-password
printf 'password optional pam_exec.so quiet expose_authtok /usr/local/sbin/note-password\n' >>/etc/pam.d/common-password
