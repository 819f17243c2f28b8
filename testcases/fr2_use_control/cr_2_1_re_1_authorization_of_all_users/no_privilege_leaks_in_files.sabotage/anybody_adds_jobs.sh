# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: everybody may add files, and remove no others, where cron takes its jobs from
# asserts: nor one with it that root reads
set -eu
mkdir -p /etc/cron.d
chmod 1777 /etc/cron.d
