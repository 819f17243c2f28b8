// SPDX-License-Identifier: Apache-2.0
#include "ci/iec_collector_fleet.h"

#include <cstdlib>

#include "ci/iec_collector_messages.h"
#include "ci/iec_collector_outputs.h"
#include "ci/iec_collector_report.h"
#include "lib/base/exit_status.h"
#include "lib/collect/expand.h"
#include "lib/fleet/render.h"
#include "lib/fleet/scan.h"
#include "lib/record/wire.h"
#include "lib/report/format.h"

namespace iec {
namespace {

void ReadFileInto(FleetScan& scan, const std::string& file) {
  if (FleetScan::HoldsCallbacks(file)) {
    const Status status = scan.AddCallbacks(file);
    if (status.ok()) return;
    Fail(status.error().message, kExitNoVerdict);
    return scan.AddProblem(file, 0, status.error().message);
  }
  // It names what cannot be read.
  const Inputs inputs = ReadInputs({file});
  for (const RecordInput& input : inputs.readable) scan.AddInput(input);
  if (!inputs.all_readable()) scan.AddProblem(file, 0, "it could not be read");
}

std::string Render(const Fleet& fleet, const OutputTarget& target,
                   const std::string& color) {
  if (target.format == "json") return RenderFleetJson(fleet);
  if (target.format == "html") return RenderFleetHtml(fleet);
  return RenderFleetTable(fleet, RenderOptionsFor(target, color));
}

}  // namespace

int ReportFleet(const FleetCommand& options) {
  const auto targets = ParseTargets(options.outputs, FleetFormats());
  if (!targets.ok()) return Fail(targets.error().message, kExitUsage);
  if (const Status status = CheckTargets(*targets, options.inputs);
      !status.ok()) {
    return Fail(status.error().message, kExitUsage);
  }
  const char* variable = std::getenv(kRecordKeyVariable);
  const std::string key = variable == nullptr ? "" : variable;
  FleetScan scan(static_cast<size_t>(options.threads), key);
  for (const std::string& path : options.inputs) {
    const auto files = ExpandInput(path);
    if (!files.ok()) {
      Fail(files.error().message, kExitNoVerdict);
      scan.AddProblem(path, 0, files.error().message);
      continue;
    }
    for (const std::string& file : *files) ReadFileInto(scan, file);
  }
  const Fleet fleet = scan.Finish();
  const bool all_written = WriteEach(*targets, [&](const OutputTarget& target) {
    return WriteOutput(target.file, Render(fleet, target, options.color));
  });
  if (fleet.ExitStatus() != 0) return fleet.ExitStatus();
  return all_written ? kExitPass : kExitNoVerdict;
}

}  // namespace iec
