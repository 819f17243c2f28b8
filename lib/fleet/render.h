// SPDX-License-Identifier: Apache-2.0
#ifndef IEC_LIB_FLEET_RENDER_H_
#define IEC_LIB_FLEET_RENDER_H_

#include <string>
#include <vector>

#include "lib/fleet/fleet.h"
#include "lib/report/render.h"

namespace iec {

std::string RenderFleetTable(const Fleet& fleet, const RenderOptions& options);
std::string RenderFleetJson(const Fleet& fleet);  // iec-fleet/1: schema.md
std::string RenderFleetHtml(const Fleet& fleet);  // one file, complete

// What fails or has no verdict somewhere, in the order in which it is shown:
// what still does first, then by the number of jobs.
struct FleetFinding {
  std::string test;
  std::string type;
  Verdict verdict = Verdict::kFail;  // kFail, or kError for error and missing
  FleetSeen seen;
  Verdict now = Verdict::kFail;  // in the latest job
  int64_t jobs = 0;              // in which the test has a result
};
std::vector<FleetFinding> FindingsOf(const Fleet& fleet);

}  // namespace iec

#endif  // IEC_LIB_FLEET_RENDER_H_
