// SPDX-License-Identifier: Apache-2.0
// Names and numbers by which a device knows people, where they mean more than
// one, or one who is not there: whoever is given such a name next is given
// what it may do.
#ifndef IEC_LIB_DUT_IDENTIFIERS_H_
#define IEC_LIB_DUT_IDENTIFIERS_H_

#include <string>
#include <string_view>
#include <vector>

#include "lib/dut/passwd_db.h"

namespace iec {

// User names that differ by the case of their letters only, or that are
// numbers, which tools take for user ids.
std::vector<std::string> MisleadingNames(const PasswdDb& accounts);

// Members of groups that are no users: "group sudo: bob".
std::vector<std::string> LostMembers(const PasswdDb& accounts);

// The text of /etc/subuid or /etc/subgid (`kind` says which, "subuid"): ranges
// of two owners that overlap, ranges with the id of an account in them, and
// owners that are no users.
std::vector<std::string> SubordinateFaults(std::string_view text,
                                           std::string_view kind,
                                           const PasswdDb& accounts);

// Users and groups that lines of sudoers(5) speak of and that are not there:
// "%operators". Aliases, netgroups and names of other kinds are passed over.
std::vector<std::string> LostInSudoers(std::string_view text,
                                       const PasswdDb& accounts);

// /etc/sudoers and the files that it includes.
std::vector<std::string> SudoersFiles();
// What such a file includes, as patterns of glob(7).
std::vector<std::string> IncludedBySudoers(std::string_view text);

}  // namespace iec

#endif  // IEC_LIB_DUT_IDENTIFIERS_H_
