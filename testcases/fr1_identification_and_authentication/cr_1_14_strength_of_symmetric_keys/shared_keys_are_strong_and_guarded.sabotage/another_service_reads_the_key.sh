# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.14
# how: the keys belong to another service
# asserts: a shared key can be read by root and its service alone
set -eu
chgrp messagebus /etc/chrony/chrony.keys
