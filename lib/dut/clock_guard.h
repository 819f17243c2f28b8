// SPDX-License-Identifier: Apache-2.0
// The clock of the device while a test has others lead it astray.
#ifndef IEC_LIB_DUT_CLOCK_GUARD_H_
#define IEC_LIB_DUT_CLOCK_GUARD_H_

#include <chrono>
#include <string_view>

#include "lib/base/result.h"
#include "lib/dut/undo.h"

namespace iec {

inline constexpr std::string_view kClockKind = "clock";

// `ahead`: how far the right time is ahead of the clock now. The undo sets the
// clock to it where the clock is wrong by half a second then; after a restart
// of the device it is what the hardware's clock says.
Status KeepClock(UndoJournal& journal, std::chrono::microseconds ahead);

}  // namespace iec

#endif  // IEC_LIB_DUT_CLOCK_GUARD_H_
