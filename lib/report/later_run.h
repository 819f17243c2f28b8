// SPDX-License-Identifier: Apache-2.0
// later_run: what a run does to the results of earlier ones, and which of two
// results counts.
#ifndef IEC_LIB_REPORT_LATER_RUN_H_
#define IEC_LIB_REPORT_LATER_RUN_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "lib/report/merge.h"

namespace iec {

// "run 00112233445566ff of 2026-11-23T18:00:00.000Z"
std::string Called(const PlanRecord& plan);

// LAVA's word for the result: a record and what a lab kept of the same test
// have it in common.
std::string_view Word(const TestRecord& test);

bool HasLavaClock(const std::optional<JobRecord>& job);

// Empty: not said.
std::string DeviceOf(const AssessedRun& run);

// Takes the tests of the last one of `merged.runs`. `position_of`, by test,
// are indices into `merged.tests`.
void TakeTests(const RunRecord& run, MergedRuns& merged,
               std::map<std::string, size_t>& position_of);

}  // namespace iec

#endif  // IEC_LIB_REPORT_LATER_RUN_H_
