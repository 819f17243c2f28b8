# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(1)
# how: a second account is root
# asserts: only root has user id 0
# also: CR_1_4_identifiers_are_unambiguous: two names have one user id
set -eu
useradd --non-unique --uid 0 --no-create-home --home-dir /root --shell /bin/bash toor
