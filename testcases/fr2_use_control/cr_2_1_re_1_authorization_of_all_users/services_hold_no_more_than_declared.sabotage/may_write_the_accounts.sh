# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.1 RE(1)
# how: the message bus may write the file of the groups
# asserts: dbus.service: has no power beyond those declared
# also: CR_2_1_RE_1_no_privilege_leaks_in_files: the access list is a leak in the file system, too
set -eu
setfacl --modify user:messagebus:rw /etc/group
