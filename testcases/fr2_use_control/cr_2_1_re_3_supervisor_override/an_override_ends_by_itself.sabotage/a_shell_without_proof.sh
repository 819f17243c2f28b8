# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: sudo asks for a proof, but not for a shell
# asserts: nothing without the supervisor
set -eu
printf "%%sudo ALL = (root) NOPASSWD: /usr/bin/sh, /usr/bin/bash\n" >/etc/sudoers.d/zz-shell
