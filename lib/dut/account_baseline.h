// SPDX-License-Identifier: Apache-2.0
// The account files under tests that run side by side: one copy of them for
// all, made before the first temporary user and put back by whichever test is
// the last to end; in between each takes out its own users only.
//
// The copy lies beside the journals as accounts.baseline.*. It counts as long
// as one of these has users: still in the tables, or of a test that lives.
// Whoever calls a function below that changes something holds the AccountTurn.
#ifndef IEC_LIB_DUT_ACCOUNT_BASELINE_H_
#define IEC_LIB_DUT_ACCOUNT_BASELINE_H_

#include <set>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/dut/undo_handlers.h"

namespace iec {

// Before a temporary user is recorded: when it returns, the copy survives a
// power cut. `new_home_base` is a directory that the user's home will need;
// empty where it is there.
Status EnsureAccountBaseline(const std::string& undo_directory,
                             const std::string& new_home_base);

// Takes the users of `journal` (its file name) out of the tables; where no
// other test has any, puts all of them back as they were. What somebody else
// changed is kept.
UndoOutcome ReleaseAccounts(const std::string& undo_directory,
                            const std::string& journal,
                            const std::set<std::string>& users);

// Removes the copy and the turn itself where no journal needs them (any more).
void DropAccountBaseline(const std::string& undo_directory);

// Whether a file of the undo directory is one of these.
bool IsOfAccountBaseline(std::string_view file);

}  // namespace iec

#endif  // IEC_LIB_DUT_ACCOUNT_BASELINE_H_
