// SPDX-License-Identifier: Apache-2.0
// jobs: each job once, whatever documents of it came, in which order: LAVA
// posts one for each callback that was asked for, say when the job begins and
// when it ends, and a lab keeps its log and its results in files of their own.
#ifndef IEC_LIB_FLEET_JOBS_H_
#define IEC_LIB_FLEET_JOBS_H_

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "lib/record/run_record.h"

namespace iec {

// Results of a job, packed and in order: see builder.cpp. Many jobs have the
// same ones, which are kept once.
using FleetResults = std::vector<uint32_t>;

struct FleetJob {
  struct Fault {
    std::string type;
    std::string message;
  };
  enum class Health : uint8_t { kNotSaid, kComplete, kIncomplete, kCanceled };

  std::string id;
  int64_t submitted = 0;
  int64_t started = 0;
  int64_t finished = 0;
  uint32_t type = 0;     // 0: not said
  uint32_t foreign = 0;  // results of other tests
  uint32_t device = 0;   // hashes, which tell two servers apart; 0: not said
  uint32_t name = 0;
  const FleetResults* results = nullptr;
  std::unique_ptr<Fault> fault;
  Health health = Health::kNotSaid;
  bool counts = true;  // false: it was found to be another one

  FleetJob() = default;
  explicit FleetJob(const JobRecord& job);

  int64_t moment() const;  // its start, else its end, else its submission
  // Takes what is not known yet, but for the results; of two ends the worse.
  void Fill(FleetJob other);
};

class FleetJobs {
 public:
  // The job that the document in `input` is about. LAVA's own account of a job
  // tells it anywhere. Files that know its number only (results, a log) are of
  // the job of that number in `directory`, where there is one.
  FleetJob& Find(const JobRecord& job, const std::string& input,
                 const std::string& directory, bool& known);
  void SetResults(FleetJob& job, FleetResults results);

  // At the end: a file that does not know the number either is of the one job
  // of its directory, where there is but one.
  using Joined = std::function<void(const std::string& input,
                                    const FleetJob& from, FleetJob& job)>;
  void JoinNameless(const Joined& joined);

  const std::deque<FleetJob>& all() const { return jobs_; }  // as they came

 private:
  struct Hash {
    size_t operator()(const FleetResults& results) const;
  };
  struct Nameless {
    std::string input;
    FleetJob* job = nullptr;
  };
  struct Directory {
    FleetJob* first = nullptr;
    bool has_others = false;
    std::vector<Nameless> nameless;
  };

  std::deque<FleetJob> jobs_;
  std::unordered_map<uint64_t, FleetJob*> by_key_;
  std::map<std::string, Directory> directories_;
  std::unordered_set<FleetResults, Hash> results_;
};

}  // namespace iec

#endif  // IEC_LIB_FLEET_JOBS_H_
