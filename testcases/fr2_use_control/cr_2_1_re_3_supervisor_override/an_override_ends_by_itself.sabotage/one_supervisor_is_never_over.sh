# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(3)
# how: one supervisor is remembered for ever
# asserts: whoever the supervisor is
# also: CR_1_1_RE_1_accounts_are_individual: nobody is declared to be alice
set -eu
useradd --create-home --groups sudo alice
printf 'alice:Abendrot-7-%s\n' "$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')" | chpasswd
echo "Defaults:alice timestamp_timeout=-1" >>/etc/sudoers.d/hardened
