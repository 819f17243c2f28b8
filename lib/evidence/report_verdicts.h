// SPDX-License-Identifier: Apache-2.0
// report_verdicts: what decides in a JSON report, without its wording, which
// another version of the program may change.
#ifndef IEC_LIB_EVIDENCE_REPORT_VERDICTS_H_
#define IEC_LIB_EVIDENCE_REPORT_VERDICTS_H_

#include <map>
#include <string>
#include <string_view>

#include "lib/base/result.h"

namespace iec {

struct ReportVerdicts {
  // Of requirements, tests and levels, and the exit status: "CR_1_7" is "fail",
  // "test CR_1_7_weak" too, "level of FR 1" is "0".
  std::map<std::string, std::string> said;
  bool is_signed = false;  // a run in it was checked by its HMAC
};

// An error where something in it comes twice or is not as the schema says.
Result<ReportVerdicts> ReadReportVerdicts(std::string_view report);

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_REPORT_VERDICTS_H_
