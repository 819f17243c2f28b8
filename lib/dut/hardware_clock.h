// SPDX-License-Identifier: Apache-2.0
// The clock that goes on while the device is off, as far as it has one.
#ifndef IEC_LIB_DUT_HARDWARE_CLOCK_H_
#define IEC_LIB_DUT_HARDWARE_CLOCK_H_

#include <cstdint>

#include "lib/base/result.h"

namespace iec {

// Milliseconds since 1970, right to a second; in UTC, as Linux keeps it where
// /etc/adjtime does not say LOCAL (then an Error).
Result<int64_t> HardwareClock();

}  // namespace iec

#endif  // IEC_LIB_DUT_HARDWARE_CLOCK_H_
