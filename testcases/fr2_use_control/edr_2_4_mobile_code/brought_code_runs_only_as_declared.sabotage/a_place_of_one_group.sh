# SPDX-License-Identifier: Apache-2.0
# breaks: EDR 2.4
# how: a directory on the root file system that an access list opens to one account
# asserts: brought by user backup does not run
set -eu
mkdir /opt/exchange
setfacl -m u:backup:rwx /opt/exchange
