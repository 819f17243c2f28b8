// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_BASE_PATTERN_H_
#define IEC_LIB_BASE_PATTERN_H_

#include <string>

#include "lib/base/result.h"

namespace iec {

// Whether an extended regular expression of POSIX is found in `text`, letters
// of either case, those of Latin-1 (in UTF-8) included. An Error where it is
// none.
Result<bool> Matches(const std::string& pattern, const std::string& text);

}  // namespace iec

#endif  // IEC_LIB_BASE_PATTERN_H_
