// SPDX-License-Identifier: Apache-2.0
// Directories in which somebody else than root may make files.
#ifndef IEC_LIB_DUT_WRITABLE_PLACES_H_
#define IEC_LIB_DUT_WRITABLE_PLACES_H_

#include <string>
#include <vector>

#include "lib/base/result.h"

namespace iec {

// Those that may be by owner, group, mode or access list, sorted; whether
// somebody really can is for a try to say. What is mounted in several places is
// in it by each. `root` is for tests.
Result<std::vector<std::string>> WritablePlaces(const std::string& root = "/");

}  // namespace iec

#endif  // IEC_LIB_DUT_WRITABLE_PLACES_H_
