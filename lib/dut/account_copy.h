// SPDX-License-Identifier: Apache-2.0
// The copy of the account files from before the first temporary user, in an
// undo directory: accounts.baseline.journal and what that one has saved.
#ifndef IEC_LIB_DUT_ACCOUNT_COPY_H_
#define IEC_LIB_DUT_ACCOUNT_COPY_H_

#include <optional>
#include <string>
#include <vector>

#include "lib/base/result.h"
#include "lib/dut/undo_handlers.h"
#include "lib/dut/user_traces.h"

namespace iec {

struct AccountCopy {
  std::vector<SavedFile> files;      // in pairs: a table, its backup
  std::vector<std::string> rubbish;  // of tools cut short, there before
  // A directory that is new with the first user's home; empty: none.
  std::string new_home_base;
  LastLogin last_login;  // without a record: how long the file was
};

// The account files as they are, in the order that a copy has.
Result<std::vector<SavedFile>> ReadAccountFiles();

// Replaces the copy by one of the files as they are. When it returns, the copy
// survives a power cut.
Status SaveAccountCopy(const std::string& directory,
                       const std::vector<std::string>& rubbish,
                       const std::string& new_home_base);

// Nothing where none was ever complete; an Error where it is damaged.
Result<std::optional<AccountCopy>> LoadAccountCopy(
    const std::string& directory);

Status RemoveAccountCopy(const std::string& directory);

}  // namespace iec

#endif  // IEC_LIB_DUT_ACCOUNT_COPY_H_
