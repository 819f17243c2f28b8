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

struct Statement {
  // What was tested: name and SHA-256. The image, where LAVA's job names its
  // digest, else the records.
  std::vector<std::pair<std::string, std::string>> subjects;
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
Statement StatementOf(
    const Assessment& assessment, std::string manifest_sha256,
    const std::vector<std::pair<std::string, std::string>>& records);

std::string ToJson(const Statement& statement);
Result<Statement> StatementFromJson(std::string_view json);

}  // namespace iec

#endif  // IEC_LIB_EVIDENCE_STATEMENT_H_
