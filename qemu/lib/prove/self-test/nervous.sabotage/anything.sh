# SPDX-License-Identifier: Apache-2.0
# breaks: CR 7.7
# how: some file of the settings has a line more
# asserts: no setting changes
set -eu
echo "# more" >>/etc/pam.d/other
