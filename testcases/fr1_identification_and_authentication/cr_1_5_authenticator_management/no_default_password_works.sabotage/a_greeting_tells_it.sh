# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: what the shell says after a login tells a password that is in force
# asserts: no account has a default or published password
set -eu
useradd -m -s /bin/bash service
printf 'service:Zaunkoenig-4711-Bach\n' | chpasswd
printf 'echo "Login for service: service / Zaunkoenig-4711-Bach"\n' >/etc/profile.d/hello.sh
