// SPDX-License-Identifier: Apache-2.0
// builder: takes one job after the other into a fleet; one for each thread.
#ifndef IEC_LIB_FLEET_BUILDER_H_
#define IEC_LIB_FLEET_BUILDER_H_

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "lib/fleet/fleet.h"

namespace iec {

// Which jobs were counted, of all threads. LAVA posts a job once for each
// callback that was asked for, say once with and once without results.
class FleetJobs {
 public:
  struct News {
    bool job = false;      // the job was not there before
    bool results = false;  // its results were not
  };
  News Take(const JobRecord& job, bool has_results);

 private:
  std::mutex mutex_;
  std::unordered_map<uint64_t, bool> seen_;  // whether with results
};

class FleetBuilder {
 public:
  explicit FleetBuilder(FleetJobs& jobs) : jobs_(jobs) {}

  // The results of a job, then the job. Of two results of one test in one job
  // the later one counts.
  void AddResult(std::string_view test, std::string_view set, Verdict verdict);
  bool HasResult(std::string_view test) const;  // of this job
  void EndJob(const JobRecord& job, bool has_results);
  // Throws the results away that came since the last EndJob().
  void DropJob();

  void AddProblem(const std::string& input, size_t line, std::string what);

  // What was gathered is added to `fleet`.
  void AddTo(Fleet& fleet) const;

 private:
  static constexpr uint32_t kForeign = UINT32_MAX;

  struct Text {
    using is_transparent = void;
    size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  template <typename T>
  using ByText = std::unordered_map<std::string, T, Text, std::equal_to<>>;

  struct Result {
    uint32_t test = 0;
    Verdict verdict = Verdict::kError;
  };

  uint32_t TestNumber(std::string_view test, std::string_view set);
  uint32_t TypeNumber(const std::string& type);
  void CountJob(const JobRecord& job, uint32_t type, bool has_tests);
  void CountResults(const JobRecord& job, uint32_t type);

  FleetJobs& jobs_;
  std::vector<FleetTest> tests_;
  ByText<uint32_t> test_numbers_;
  std::vector<std::string> types_;
  std::vector<FleetHealth> health_;
  ByText<uint32_t> type_numbers_;
  std::unordered_map<uint64_t, FleetSeries> series_;  // type << 32 | test
  std::map<std::pair<std::string, std::string>, FleetFault> faults_;
  std::vector<Result> results_;  // of the job that is being read
  std::vector<uint64_t> place_;  // by test: job << 32 | place in results_
  uint64_t job_number_ = 1;
  int64_t foreign_in_job_ = 0;
  Fleet counts_;  // only its numbers and problems
};

}  // namespace iec

#endif  // IEC_LIB_FLEET_BUILDER_H_
