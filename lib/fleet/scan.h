// SPDX-License-Identifier: Apache-2.0
// scan: inputs into a fleet: files with a callback of LAVA on each line, and
// whatever else was read as records.
#ifndef IEC_LIB_FLEET_SCAN_H_
#define IEC_LIB_FLEET_SCAN_H_

#include <deque>
#include <string>
#include <string_view>

#include "lib/base/result.h"
#include "lib/fleet/builder.h"
#include "lib/fleet/fleet.h"
#include "lib/record/run_record.h"

namespace iec {

class FleetScan {
 public:
  // `key` as for a RecordReader: of the records in the logs of jobs.
  FleetScan(size_t threads, std::string key);

  // Whether each line of the file is the callback of a job, by its begin.
  static bool HoldsCallbacks(const std::string& path);

  // Names each line that is no callback; the others count.
  Status AddCallbacks(const std::string& path);

  void AddInput(const RecordInput& input);
  void AddProblem(const std::string& input, size_t line, std::string what);

  Fleet Finish() const;

 private:
  class Worker;

  std::string key_;
  FleetJobs jobs_;
  std::deque<FleetBuilder> builders_;  // one for each thread
  int64_t inputs_ = 0;
};

}  // namespace iec

#endif  // IEC_LIB_FLEET_SCAN_H_
