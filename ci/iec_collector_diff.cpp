// SPDX-License-Identifier: Apache-2.0
#include "ci/iec_collector_diff.h"

#include <unistd.h>

#include "ci/iec_collector_messages.h"
#include "ci/iec_collector_outputs.h"
#include "ci/iec_collector_report.h"
#include "lib/base/exit_status.h"
#include "lib/base/text.h"
#include "lib/report/diff.h"
#include "lib/report/format.h"

namespace iec {
namespace {

// An input that cannot be read is no assessment: what it held would look
// mended or missing.
Result<Assessment> AssessInput(const std::string& path,
                               const AssessmentOptions& options) {
  const Inputs inputs = ReadInputs({path});
  if (!inputs.all_readable())
    return Error{Printable(path) + " could not be read"};
  auto assessment = Assess(inputs.readable, options);
  if (!assessment.ok()) return assessment.error().Within(Printable(path));
  return assessment;
}

std::string Render(const Diff& diff, const OutputTarget& target,
                   const std::string& color) {
  if (target.format == "json") return RenderDiffJson(diff);
  if (target.format == "markdown") return RenderDiffMarkdown(diff);
  return RenderDiffTable(diff, RenderOptionsFor(target, color));
}

}  // namespace

int DiffReports(const DiffCommand& options) {
  const auto targets = ParseTargets(options.outputs, DiffFormats());
  if (!targets.ok()) return Fail(targets.error().message, kExitUsage);
  if (const Status status =
          CheckTargets(*targets, {options.before, options.after});
      !status.ok()) {
    return Fail(status.error().message, kExitUsage);
  }
  AssessmentOptions assessed;
  if (!options.profile.empty()) {
    const Status status = UseProfile(options.profile, assessed);
    if (!status.ok()) return FailInLines(status.error().message);
  }
  const auto before = AssessInput(options.before, assessed);
  if (!before.ok()) return FailInLines(before.error().message);
  const auto after = AssessInput(options.after, assessed);
  if (!after.ok()) return FailInLines(after.error().message);
  const Diff diff = Compare(*before, *after, {options.baseline});
  const bool all_written = WriteEach(*targets, [&](const OutputTarget& target) {
    return WriteOutput(target.file, Render(diff, target, options.color));
  });
  if (diff.exit_status != 0) return diff.exit_status;
  return all_written ? kExitPass : kExitNoVerdict;
}

}  // namespace iec
