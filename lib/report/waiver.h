// SPDX-License-Identifier: Apache-2.0
// waiver: which failures a waiver covers, and whether it is still valid.
#ifndef IEC_LIB_REPORT_WAIVER_H_
#define IEC_LIB_REPORT_WAIVER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/report/assessment.h"

namespace iec {

// Whether `waiver` names this test or, in any spelling, its requirement.
bool Names(const Waiver& waiver, std::string_view test_id,
           std::string_view requirement);

// Why it is not valid for a run that began at `started` (ms since 1970, UTC);
// empty: it is, to the end of its last day. Never one of which nobody says who
// approved it and why, or whose date is none; and none is by a clock that
// stands before this program existed.
std::string FaultOf(const Waiver& waiver, int64_t started);

// The device's clock stands where no run of ours can have been.
bool ClockIsWrong(int64_t started);

bool IsExpiryDate(std::string_view text);  // YYYY-MM-DD, a day that exists

}  // namespace iec

#endif  // IEC_LIB_REPORT_WAIVER_H_
