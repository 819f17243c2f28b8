# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: the notice is black on black
# asserts: no notice is concealed from who looks at it
set -eu
for f in /etc/issue /etc/issue.net; do { printf '\033[30;40m'; cat $f; printf '\033[0m'; } >/tmp/x; cat /tmp/x >$f; done
