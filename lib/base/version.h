// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_BASE_VERSION_H_
#define IEC_LIB_BASE_VERSION_H_

#include <string_view>

namespace iec {

extern const std::string_view kVersion;  // "0.1.0"
extern const std::string_view kCommit;   // of git, "-dirty" where changed

}  // namespace iec

#endif  // IEC_LIB_BASE_VERSION_H_
