# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.5
# how: the lock opens to whoever names an account and its secrets
# asserts: another user's name and secrets do not open it
set -eu
cat >/usr/bin/lock-session <<'S'
#!/bin/sh
set -u
export PATH=/usr/bin LC_ALL=C
trap '' INT QUIT TSTP
user=$(id -un) || exit
[ -t 0 ] || exit 1
echo "This terminal is locked. Only $user opens it."
until su --command true -- "$user"; do
  sleep 1
  printf 'login: '; IFS= read -r other || continue
  case $other in *[!a-z0-9]*|'') continue ;; esac
  id "$other" >/dev/null 2>&1 && su --command true -- "$other" && exit 0
done
S
