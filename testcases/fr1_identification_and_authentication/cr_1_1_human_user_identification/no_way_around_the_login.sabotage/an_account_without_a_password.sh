# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a service account has an empty password
# asserts: no account has an empty password
# also: CR_1_5_secrets_are_protected: an empty password field is its matter too
set -eu
useradd --create-home --shell /bin/bash service
passwd --quiet --delete service
