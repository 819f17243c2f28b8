# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.5
# how: the lock opens when Enter is pressed at its question
# asserts: it stays locked after Enter
set -eu
cat >/usr/bin/lock-session <<'S'
#!/bin/sh
set -u
export PATH=/usr/bin LC_ALL=C
trap '' INT QUIT TSTP
user=$(id -un) || exit
[ -t 0 ] || exit 1
echo "This terminal is locked. Only $user opens it."
while :; do
  stty -echo; printf 'PIN: '; IFS= read -r pin || { sleep 1; continue; }; stty echo; echo
  [ -z "$pin" ] && exit 0
  su --command true -- "$user" && exit 0
  sleep 1
done
S
