# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: each line of the notice is wiped as soon as it is shown
# asserts: no notice is concealed from who looks at it
set -eu
for f in /etc/issue /etc/issue.net; do while IFS= read -r l; do printf '%s\r\033[2K' "$l"; done <$f >/tmp/x; printf '\n' >>/tmp/x; cat /tmp/x >$f; done
