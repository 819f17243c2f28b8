// SPDX-License-Identifier: Apache-2.0
// The words of a verdict. The runner reaches the first four; the collector
// adds the others, which speak of what is absent.
#ifndef IEC_LIB_RECORD_VERDICT_H_
#define IEC_LIB_RECORD_VERDICT_H_

#include <optional>
#include <string_view>

namespace iec {

enum class Verdict {
  kPass,
  kFail,
  kNotApplicable,  // declared by the profile or proven by the test
  kError,          // no verdict: control failed, crash, time limit, no tool
  kMissing,        // planned, and no result arrived
  kWaived,         // failed, and the profile holds a valid waiver
  kManual,         // evidence by a person is outstanding
  kNotCovered,     // no test case exists yet
};

// "pass", "fail", "not_applicable", "error", "missing", "waived", "manual",
// "not_covered": the spelling in every output format.
std::string_view Name(Verdict verdict);
std::optional<Verdict> ParseVerdict(std::string_view name);

}  // namespace iec

#endif  // IEC_LIB_RECORD_VERDICT_H_
