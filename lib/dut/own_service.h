// SPDX-License-Identifier: Apache-2.0
// A service of the test's own that does nothing, as an object to act on.
#ifndef IEC_LIB_DUT_OWN_SERVICE_H_
#define IEC_LIB_DUT_OWN_SERVICE_H_

#include <sys/types.h>

#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/dut/dut.h"

namespace iec {

struct OwnService {
  std::string unit;
  pid_t pid = 0;
};

// Root's, for ten minutes at most; the undo ends it, and it leaves no unit.
Result<OwnService> StartOwnService(Dut& dut);

// Whether a test has made this unit: this one or one that runs beside it.
bool IsOwnService(std::string_view unit);

}  // namespace iec

#endif  // IEC_LIB_DUT_OWN_SERVICE_H_
