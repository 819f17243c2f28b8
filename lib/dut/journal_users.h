// SPDX-License-Identifier: Apache-2.0
// The temporary users that the undo journals of a directory speak of.
#ifndef IEC_LIB_DUT_JOURNAL_USERS_H_
#define IEC_LIB_DUT_JOURNAL_USERS_H_

#include <sys/types.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dut/undo_codec.h"
#include "lib/dut/undo_handlers.h"

namespace iec {

// The kind of a journal's entry for one temporary user.
inline constexpr std::string_view kTemporaryUserKind = "temporary_user";

// Names of the temporary users in a journal.
std::set<std::string> TemporaryUsersOf(const UndoLines& lines);

// The users of one journal.
struct JournalUsers {
  std::string file;  // its name in the directory
  std::set<std::string> names;
  std::set<uid_t> uids;
};

// Of each journal that has any. As all below for a holder of the AccountTurn.
std::vector<JournalUsers> JournalsWithUsers(const std::string& directory);

// Whether one of the journals is being written or undone, or has a user who is
// still in the account files.
bool AnyInUse(const std::string& directory,
              const std::vector<JournalUsers>& journals,
              const std::vector<SavedFile>& account_files);

// Whether one of the names stands in one of the files.
bool Holds(const std::vector<SavedFile>& files,
           const std::set<std::string>& names);

// User ids of all journals: also one whose user has gone is not to be given
// away, as an undo that was cut short ends its processes once more.
std::set<uid_t> ReservedUids(const std::string& directory);

}  // namespace iec

#endif  // IEC_LIB_DUT_JOURNAL_USERS_H_
