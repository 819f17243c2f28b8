# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.7 RE(1)
# how: the password of an account for service never expires
# asserts: the passwords of all people have the declared ages
set -eu
useradd --create-home --shell /bin/bash service
printf 'service:%s\n' 'Kd7+wq2=Rz5.Lm9%' | chpasswd
chage -M -1 service
