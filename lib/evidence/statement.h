// SPDX-License-Identifier: Apache-2.0
// statement: the in-toto test-result statement of an assessment.
#ifndef IEC_LIB_EVIDENCE_STATEMENT_H_
#define IEC_LIB_EVIDENCE_STATEMENT_H_

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/result.h"
#include "lib/report/assessment.h"

namespace iec {

inline constexpr char kStatementType[] = "https://in-toto.io/Statement/v1";
inline constexpr char kPredicateType[] =
    "https://in-toto.io/attestation/test-result/v0.1";

using Subject = std::pair<std::string, std::string>;  // name and SHA-256
using Subjects = std::vector<Subject>;

struct Statement {
  // What was tested. The image, where LAVA names its digest
  // for each run, else the records.
  Subjects subjects;
  std::string manifest_sha256;
  std::string profile_sha256;  // of the profile that the runner read
  std::string result;          // PASSED, WARNED or FAILED
  std::set<std::string> passed;
  std::set<std::string> warned;  // waived, error and missing
  std::set<std::string> failed;
};

// FAILED where the status of the assessment is 1; WARNED where it is 2 or a
// failure is waived; else PASSED. A test that is not applicable is in no list:
// the predicate has none for it. `records` are names and digests of inputs.
// An error where the runs are of several images: results of the one replace
// those of the other, and the verdicts would be none of either.
Result<Statement> StatementOf(const Assessment& assessment,
                              std::string manifest_sha256,
                              const Subjects& records);

std::string ToJson(const Statement& statement);
Result<Statement> StatementFromJson(std::string_view json);

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_STATEMENT_H_
