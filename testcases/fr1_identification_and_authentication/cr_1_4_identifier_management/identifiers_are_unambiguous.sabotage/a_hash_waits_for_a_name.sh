# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.4
# how: a line of the shadow table is of nobody, and waits for whoever is given the name
# asserts: each line of the shadow tables is of a user or a group
set -eu
echo 'carol:$y$j9T$abcdefghijklmnopqrstuv$abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrs:19000:0:99999:7:::' >>/etc/shadow
