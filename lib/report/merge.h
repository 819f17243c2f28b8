// SPDX-License-Identifier: Apache-2.0
// merge: several inputs, and several runs in one input, as one set of results.
#ifndef IEC_LIB_REPORT_MERGE_H_
#define IEC_LIB_REPORT_MERGE_H_

#include <optional>
#include <string>
#include <vector>

#include "lib/report/assessment.h"

namespace iec {

struct MergedTest {
  PlannedTest plan;
  std::optional<TestRecord> record;  // none: planned and missing
  size_t run = 0;                    // index into MergedRuns::runs
  LineRange lines;                   // of the record
};

struct MergedRuns {
  std::vector<AssessedRun> runs;  // by start time, then as given
  std::vector<MergedTest> tests;
  std::vector<LeftOut> left_out;  // in every run
  std::vector<std::string> notes;
  std::vector<std::string> warnings;
  std::vector<InputProblem> problems;
};

// Of two runs that planned the same test the later one counts, even where its
// result is missing. A run that is in two inputs, say in the record file and
// in the console log, is completed from both.
MergedRuns MergeRuns(const std::vector<RecordInput>& inputs);

}  // namespace iec

#endif  // IEC_LIB_REPORT_MERGE_H_
