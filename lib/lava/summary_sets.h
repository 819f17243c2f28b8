// SPDX-License-Identifier: Apache-2.0
// The test sets of the verdicts that iec-collector gives back to LAVA. On the
// console of the job they are among its results, and are no results of tests.
#ifndef IEC_LIB_LAVA_SUMMARY_SETS_H_
#define IEC_LIB_LAVA_SUMMARY_SETS_H_

#include <string_view>

namespace iec {

// No token of a requirement begins like these.
inline constexpr std::string_view kRequirementsSet = "requirements";
inline constexpr std::string_view kLevelsSet = "levels";

}  // namespace iec

#endif  // IEC_LIB_LAVA_SUMMARY_SETS_H_
