// SPDX-License-Identifier: Apache-2.0
// What was read of one run.
#ifndef IEC_LIB_RECORD_RUN_RECORD_H_
#define IEC_LIB_RECORD_RUN_RECORD_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/record/record.h"

namespace iec {

inline constexpr int64_t kDay = 86'400'000;  // in milliseconds

// Something in an input that is not as a runner writes it.
struct Problem {
  size_t line = 0;  // from 1; 0: the input as a whole
  std::string what;
};

// Where in an input something stands; 0: not known.
struct LineRange {
  size_t first = 0;
  size_t last = 0;
};

// What LAVA says of the job in which a run was made. Empty: not said.
struct JobRecord {
  std::string id;  // "4711"
  std::string url;
  std::string name;  // the job's description
  std::string device;
  std::string device_type;
  std::string health;      // as LAVA spells it: Complete, Incomplete, Canceled
  std::string error_type;  // as LAVA spells it: Infrastructure, Job, ...
  std::string error_message;
  std::string image_sha256;  // of the root file system that was deployed
  int64_t submitted = 0;     // ms since 1970, UTC; 0: not said
  int64_t started = 0;
  int64_t finished = 0;
};

struct RunRecord {
  PlanRecord plan;
  std::vector<TestRecord> tests;         // in the order of their arrival
  std::optional<SummaryRecord> summary;  // none: the run was torn off
  bool verified = false;  // by HMAC; otherwise only against accidents
  // False: made of results that a lab kept without any record; the plan holds
  // what could be known without one.
  bool recorded = true;
  std::vector<Problem> problems;
  // Of a test's record, by its id; of a result without record those that LAVA
  // names, in the log of the job.
  std::map<std::string, LineRange> lines;
};

// What the other node of a MultiNode job says of the wires, not of the device.
struct PeerReport {
  std::string name;  // "peer_served"
  std::string result;
};

// What was read of one file or console log.
struct RecordInput {
  std::string name;  // file name, "-" for standard input
  std::vector<RunRecord> runs;
  std::vector<Problem> problems;  // of no particular run
  std::string remark;             // on damage that was made good
  size_t record_lines = 0;        // lines that looked like one of ours
  std::optional<JobRecord> job;   // of all runs in it
  std::vector<PeerReport> peer;   // of a job that ran no test of its own
};

}  // namespace iec

#endif  // IEC_LIB_RECORD_RUN_RECORD_H_
