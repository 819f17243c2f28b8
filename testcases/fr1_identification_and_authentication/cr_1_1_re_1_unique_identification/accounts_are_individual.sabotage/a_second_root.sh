# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(1)
# how: a second account is root
# asserts: only root has user id 0
set -eu
useradd --non-unique --uid 0 --no-create-home --home-dir /root --shell /bin/bash toor
