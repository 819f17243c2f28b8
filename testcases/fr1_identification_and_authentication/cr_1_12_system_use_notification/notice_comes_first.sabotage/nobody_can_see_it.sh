# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.12
# how: the notice is black on black
# asserts: no notice is concealed from who looks at it
set -eu
{ printf '\033[8m'; cat /etc/issue; printf '\033[0m'; } >/etc/issue.new
mv /etc/issue.new /etc/issue
