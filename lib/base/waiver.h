// SPDX-License-Identifier: Apache-2.0
// A failure that the owner of a device accepts for a time: as the profile says
// it and as a record repeats it.
#ifndef IEC_LIB_BASE_WAIVER_H_
#define IEC_LIB_BASE_WAIVER_H_

#include <string>

namespace iec {

struct Waiver {
  std::string target;  // requirement id or token, or a test id
  std::string justification;
  std::string approver;
  std::string expires;  // YYYY-MM-DD; valid to the end of that day, UTC
};

}  // namespace iec

#endif  // IEC_LIB_BASE_WAIVER_H_
