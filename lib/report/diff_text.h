// SPDX-License-Identifier: Apache-2.0
// diff_text: what the formats of a diff say in the same words.
#ifndef IEC_LIB_REPORT_DIFF_TEXT_H_
#define IEC_LIB_REPORT_DIFF_TEXT_H_

#include <optional>
#include <string>
#include <string_view>

#include "lib/report/diff.h"

namespace iec {

std::string_view DiffWord(std::optional<Verdict> verdict);
std::string DiffReason(const Change& change);  // may be empty
std::string DiffRun(const AssessedRun& run);
std::string DiffStatus(const Diff& diff);  // "1: 2 new failures"

}  // namespace iec

#endif  // IEC_LIB_REPORT_DIFF_TEXT_H_
