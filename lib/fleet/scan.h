// SPDX-License-Identifier: Apache-2.0
// scan: inputs into a fleet: files with a callback of LAVA on each line, and
// whatever else was read as records. The same inputs give the same fleet,
// however many threads read them.
#ifndef IEC_LIB_FLEET_SCAN_H_
#define IEC_LIB_FLEET_SCAN_H_

#include <string>

#include "lib/base/result.h"
#include "lib/fleet/builder.h"
#include "lib/fleet/fleet.h"
#include "lib/record/run_record.h"

namespace iec {

class FleetScan {
 public:
  // `key` as for a RecordReader: of the records in the logs of jobs. With one,
  // what LAVA kept without a record is an error: it is not signed.
  FleetScan(size_t threads, std::string key);

  // Whether a line of the file is the callback of a job, by the first ones.
  // What can be read only once (a pipe, "-") holds nothing else.
  static bool HoldsCallbacks(const std::string& path);

  // Names each line that is no callback; the others count.
  Status AddCallbacks(const std::string& path);

  void AddInput(const RecordInput& input);
  void AddProblem(const std::string& input, size_t line, std::string what);

  Fleet Finish() { return builder_.Finish(); }

 private:
  class Worker;

  size_t threads_;
  std::string key_;
  FleetBuilder builder_;
};

}  // namespace iec

#endif  // IEC_LIB_FLEET_SCAN_H_
