// SPDX-License-Identifier: Apache-2.0
// fleet: what thousands of jobs say together: each requirement on each type of
// device, the health of the jobs, what broke in the lab, and when each failure
// was first and last seen. Memory grows with what is different and, for each
// job, by its place in a list.
#ifndef IEC_LIB_FLEET_FLEET_H_
#define IEC_LIB_FLEET_FLEET_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/record/run_record.h"
#include "lib/record/verdict.h"

namespace iec {

// The verdicts that a result can have, in the order of FleetCounts.
inline constexpr std::array kFleetVerdicts = {
    Verdict::kPass,          Verdict::kFail,  Verdict::kWaived,
    Verdict::kNotApplicable, Verdict::kError, Verdict::kMissing};
using FleetCounts = std::array<int64_t, kFleetVerdicts.size()>;
size_t FleetIndex(Verdict verdict);  // what is none of them counts as error

// Something that was seen in jobs. Moments are ms since 1970, UTC; 0: not
// known. Of two jobs at one moment the one with the lower id is the first.
struct FleetSeen {
  int64_t count = 0;
  int64_t first = 0;
  int64_t last = 0;
  std::string first_job;
  std::string last_job;

  void Add(int64_t when, std::string_view job);
};

// One test on one type of device.
struct FleetSeries {
  FleetCounts counts{};
  FleetSeen failed;
  FleetSeen broken;  // error and missing
  int64_t latest = 0;
  std::string latest_job;
  Verdict latest_verdict = Verdict::kMissing;

  void Add(Verdict verdict, int64_t when, std::string_view job);
};

struct FleetHealth {
  int64_t complete = 0;
  int64_t incomplete = 0;
  int64_t canceled = 0;
  int64_t other = 0;
  int64_t without_results = 0;  // of ours
  int64_t first = 0;
  int64_t last = 0;

  int64_t jobs() const { return complete + incomplete + canceled + other; }
  void Add(const FleetHealth& other);
};

// What broke in the lab and is nobody's verdict.
struct FleetFault {
  FleetSeen seen;
  std::string message;  // of the last one
};

struct FleetProblem {
  std::string input;
  Problem problem;
};

// By requirement and type of device.
struct FleetCell {
  FleetCounts counts{};
  Verdict now = Verdict::kMissing;  // of the latest result of each test
};

struct Fleet {
  std::map<std::string, FleetHealth> types;
  std::map<std::pair<std::string, std::string>, FleetFault> faults;
  // By id of the test and type of device.
  std::map<std::pair<std::string, std::string>, FleetSeries> series;
  std::map<std::string, std::string> requirement_of;  // by id of a test
  int64_t inputs = 0;
  int64_t documents = 0;      // jobs that were read, each time that they came
  int64_t duplicates = 0;     // of a job that had been there before
  int64_t results = 0;        // of tests of ours
  int64_t foreign = 0;        // results of other tests
  int64_t unreadable = 0;     // problems, also those not listed
  int64_t dropped = 0;        // results beyond the limits
  int64_t merged_jobs = 0;    // of types beyond kMaxFleetTypes
  int64_t merged_faults = 0;  // of kinds beyond kMaxFleetFaults
  std::vector<FleetProblem> problems;  // the first ones

  FleetHealth health() const;
  // In the order of the standard, with the types of device in each row.
  std::vector<std::pair<std::string, std::map<std::string, FleetCell>>> Rows()
      const;
  // 1 where a test fails in its latest job, else 2 where one has no verdict
  // there, where there is a problem, and where a limit hides which job is the
  // latest; else 0.
  int ExitStatus() const;
  std::string ExitReason() const;
};

// Different tests on types of devices, types, and kinds of faults: a lab has
// some thousand of the first. What comes beyond is counted and said.
inline constexpr size_t kMaxFleetSeries = 200'000;
inline constexpr size_t kMaxFleetTypes = 2'000;
inline constexpr size_t kMaxFleetFaults = 2'000;
inline constexpr size_t kMaxFleetProblems = 50;
inline constexpr char kFleetOthers[] = "(others)";  // types and kinds beyond

}  // namespace iec

#endif  // IEC_LIB_FLEET_FLEET_H_
