# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.5
# how: the password of an account is in the command line of a service, which everybody may list
# asserts: no account has a default or published password
# also: CR_1_7_RE_1_passwords_have_an_age: the account is made with the defaults of the device
set -eu
useradd -m -s /bin/bash panel
printf 'panel:Zaunkoenig-4711-Bach\n' | chpasswd
sed -i 's/^parameters:/parameters:/; s/^  accounts:/  accounts:\n    people: ["panel: A. Miller, service"]/' /etc/iec-runner/profile.yaml
printf '[Service]\nUser=nobody\nExecStart=/bin/sh -c "sleep infinity; true --user panel --password Zaunkoenig-4711-Bach"\n' >/etc/systemd/system/panel.service
systemctl daemon-reload; systemctl start panel
