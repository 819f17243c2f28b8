// SPDX-License-Identifier: Apache-2.0
// What single values of a profile must look like.
#ifndef IEC_LIB_PROFILE_PROFILE_CHECKS_H_
#define IEC_LIB_PROFILE_PROFILE_CHECKS_H_

#include <string>
#include <string_view>

namespace iec {

bool IsNumericAddress(const std::string& address);  // IPv4 or IPv6

// YYYY-MM-DD and a day that the calendar has.
bool IsDate(std::string_view text);

// A requirement's token, "_" and a name that does not begin with "RE_".
bool HasFormOfTestId(std::string_view target);

}  // namespace iec

#endif  // IEC_LIB_PROFILE_PROFILE_CHECKS_H_
