// SPDX-License-Identifier: Apache-2.0
// What a test did to the device, and whether the device has recorded it: each
// stimulus must have a complete record of its own.
#ifndef IEC_LIB_TESTCASE_STIMULI_H_
#define IEC_LIB_TESTCASE_STIMULI_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "lib/dut/logged_event.h"
#include "lib/dut/trails.h"

namespace iec {

struct Stimulus {
  std::string category;  // of IEC 62443-4-2 CR 2.8: "access control"
  std::string what;      // "console: a wrong password"
  // What it came to; a record has to say the same. Nothing: not known.
  std::optional<bool> success;
  // By the clock of the device, in milliseconds.
  int64_t begin = 0;
  int64_t end = 0;
  // Whether an event belongs to this stimulus and to no other one.
  std::function<bool(const LoggedEvent&)> owns;
};

// What of CR 2.8's list the record of a stimulus does not say, or says
// wrongly: "time stamp", "source", "category", "type", "event id", "result".
std::vector<std::string> MissingFields(const LoggedEvent& event,
                                       const Stimulus& stimulus);

class Stimuli {
 public:
  Stimuli();

  void Add(Stimulus stimulus);  // safe to use from several threads

  // Looks until each stimulus has its complete record or the time is over.
  // Then one expectation for each, or one for each field that is missing.
  void Judge(const Trails& trails, std::chrono::seconds wait);

  // What the records of a category call it, after Judge().
  const std::set<std::string>& Labels(const std::string& category) {
    return labels_[category];
  }

 private:
  struct Verdict {
    std::optional<LoggedEvent> best;
    std::vector<std::string> missing;
    bool complete() const { return best && missing.empty(); }
  };
  void Report(const Stimulus& stimulus, const Verdict& verdict,
              std::chrono::seconds wait, size_t events);

  std::mutex mutex_;
  std::vector<Stimulus> stimuli_;
  std::map<std::string, std::set<std::string>> labels_;
  int64_t clock_offset_;
};

}  // namespace iec

#endif  // IEC_LIB_TESTCASE_STIMULI_H_
