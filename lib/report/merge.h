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
  // Oldest first, by the clock of LAVA where that is known, else by that of the
  // device; those of one input in their order there; then as given.
  std::vector<AssessedRun> runs;
  std::vector<MergedTest> tests;
  std::vector<LeftOut> left_out;  // in every run
  std::vector<std::string> notes;
  std::vector<std::string> warnings;
  std::vector<InputProblem> problems;
};

// Of two runs that planned the same test the later one counts, even where its
// result is missing; a result without a record replaces none that has one. A
// run that is in two inputs, say in the record file and in the console log, is
// completed from both; what a lab kept gives way to the record. A problem where
// nothing tells which run is the later one, where the failure of one device
// is hidden by another device, or where two jobs have the same run.
MergedRuns MergeRuns(const std::vector<RecordInput>& inputs);

}  // namespace iec

#endif  // IEC_LIB_REPORT_MERGE_H_
