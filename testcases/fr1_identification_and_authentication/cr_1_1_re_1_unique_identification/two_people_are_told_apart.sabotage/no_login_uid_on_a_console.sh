# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(1)
# how: the audit does not learn who has logged in on a console
# asserts: console: the kernel's audit knows the session as its own user's
# also: CR_2_8_each_category_leaves_a_record: the trail does not say whose session it was
set -eu
sed -i "/pam_loginuid/d" /etc/pam.d/login
