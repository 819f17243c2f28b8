// SPDX-License-Identifier: Apache-2.0
// What was read of one run.
#ifndef IEC_LIB_RECORD_RUN_RECORD_H_
#define IEC_LIB_RECORD_RUN_RECORD_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "lib/record/record.h"

namespace iec {

// Something in an input that is not as a runner writes it.
struct Problem {
  size_t line = 0;  // from 1; 0: the input as a whole
  std::string what;
};

struct RunRecord {
  PlanRecord plan;
  std::vector<TestRecord> tests;         // in the order of their arrival
  std::optional<SummaryRecord> summary;  // none: the run was torn off
  bool verified = false;  // by HMAC; otherwise only against accidents
  std::vector<Problem> problems;
};

// What was read of one file or console log.
struct RecordInput {
  std::string name;  // file name, "-" for standard input
  std::vector<RunRecord> runs;
  std::vector<Problem> problems;  // of no particular run
  size_t record_lines = 0;        // lines that looked like one of ours
};

}  // namespace iec

#endif  // IEC_LIB_RECORD_RUN_RECORD_H_
