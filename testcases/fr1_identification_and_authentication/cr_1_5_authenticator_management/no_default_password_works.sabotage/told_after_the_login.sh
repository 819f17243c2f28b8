# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the password of an account for service is in the message of the day
# asserts: no account has a default or published password
# also: CR_1_1_RE_1_accounts_are_individual: the account is not declared
set -eu
useradd --create-home --shell /bin/bash service
usermod -p "$(perl -e 'print crypt("Pump-7.Service", "\$6\$abcdefgi\$")')" service
printf 'For service log in as service with Pump-7.Service.\n' >/etc/motd
