# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.2 RE(1)
# how: an application of the maker's has a private key in its program folder
# asserts: no private key is among the software
set -eu
mkdir -p /usr/lib/gateway
{
  echo 'This key is for the gateway.'
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256
} >/usr/lib/gateway/cloud.txt
chmod 0600 /usr/lib/gateway/cloud.txt
