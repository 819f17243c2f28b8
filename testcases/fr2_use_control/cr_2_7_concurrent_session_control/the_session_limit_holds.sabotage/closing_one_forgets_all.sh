# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.7
# how: a counter that starts anew when one of the sessions closes
# asserts: after a replacement, beside 2, one more by a login of its own runs nothing
set -eu
cat >/usr/libexec/session-limit <<"EOF"
#!/bin/sh
counter=/run/session-limit-$PAM_USER
if [ "$PAM_TYPE" = close_session ]; then
  rm -f "$counter"
  exit 0
fi
count=$(cat "$counter" 2>/dev/null || echo 0)
[ "$count" -lt 2 ] || exit 1
echo $((count + 1)) >"$counter"
EOF
sed -i "s/ type=open_session//" /etc/pam.d/common-session
