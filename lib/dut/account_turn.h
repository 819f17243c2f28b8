// SPDX-License-Identifier: Apache-2.0
// Who may add temporary users or take them out: one test at a time, of all
// that share an undo directory.
#ifndef IEC_LIB_DUT_ACCOUNT_TURN_H_
#define IEC_LIB_DUT_ACCOUNT_TURN_H_

#include <string>
#include <utility>

#include "lib/base/file.h"
#include "lib/base/result.h"

namespace iec {

// Held from before the journal says so to after it is done; the kernel lets go
// of it however the holder ends.
class AccountTurn {
 public:
  // Waits for the holder, for 60 s at the most. An Error where it takes longer
  // or where the file cannot be opened.
  static Result<AccountTurn> Take(const std::string& undo_directory);

  // Removes the file behind it, which the caller holds; those who wait for it
  // make another one.
  static void Remove(const std::string& undo_directory);

 private:
  explicit AccountTurn(UniqueFd file) : file_(std::move(file)) {}
  UniqueFd file_;
};

}  // namespace iec

#endif  // IEC_LIB_DUT_ACCOUNT_TURN_H_
