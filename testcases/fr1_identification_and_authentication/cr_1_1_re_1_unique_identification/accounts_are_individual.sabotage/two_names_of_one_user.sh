# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(1)
# how: two people have one user id, and nobody can log in yet
# asserts: no user id and no user name is there twice
# also: CR_1_4_identifiers_are_unambiguous: two names have one user id
set -eu
useradd --create-home --shell /bin/bash alice
useradd --non-unique --uid "$(id -u alice)" --gid "$(id -g alice)" --no-create-home --shell /bin/bash bob
