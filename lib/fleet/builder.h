// SPDX-License-Identifier: Apache-2.0
// builder: takes one document after the other, in the order of the inputs, and
// makes a fleet of the jobs that they tell of.
#ifndef IEC_LIB_FLEET_BUILDER_H_
#define IEC_LIB_FLEET_BUILDER_H_

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "lib/fleet/document.h"
#include "lib/fleet/fleet.h"
#include "lib/fleet/jobs.h"

namespace iec {

// Where a document stands.
struct FleetPlace {
  std::string input;
  std::string directory;  // whose files tell of one job; empty: none
  size_t line = 0;
};

class FleetBuilder {
 public:
  void Add(const FleetPlace& place, const FleetDocument& document);
  void AddProblem(const std::string& input, size_t line, std::string what);
  void AddInputs(int64_t number) { counts_.inputs += number; }

  Fleet Finish();  // once, at the end

 private:
  struct Test {
    std::string id;
    std::string requirement;
  };
  using Numbers = std::unordered_map<std::string, uint32_t>;

  FleetResults Pack(const FleetDocument& document);
  void AddResults(const std::string& input, size_t line,
                  const FleetResults& results, FleetJob& job);
  uint32_t TypeNumber(const std::string& type);

  FleetJobs jobs_;
  std::vector<Test> tests_;
  Numbers test_numbers_;
  std::vector<std::string> types_ = {"(no type)", kFleetOthers};
  Numbers type_numbers_;
  Fleet counts_;  // only its numbers and problems
};

}  // namespace iec

#endif  // IEC_LIB_FLEET_BUILDER_H_
