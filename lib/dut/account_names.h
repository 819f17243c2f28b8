// SPDX-License-Identifier: Apache-2.0
// Names for tools of the device to give to users. Each is nobody's, and the
// undo takes away what bears it.
#ifndef IEC_LIB_DUT_ACCOUNT_NAMES_H_
#define IEC_LIB_DUT_ACCOUNT_NAMES_H_

#include <string>

#include "lib/base/result.h"
#include "lib/dut/account.h"
#include "lib/dut/undo.h"

namespace iec {

// For a temporary user, in place of its own name.
Result<std::string> ReserveName(UndoJournal& undo, const Account& account);

// For a new user, whose number the tool chooses. The undo does not know that
// number: nobody may log in or run anything as that user.
Result<std::string> ReserveNewName(UndoJournal& undo);

}  // namespace iec

#endif  // IEC_LIB_DUT_ACCOUNT_NAMES_H_
