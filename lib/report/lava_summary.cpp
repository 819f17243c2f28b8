// SPDX-License-Identifier: Apache-2.0
#include "lib/report/lava_summary.h"

#include <fmt/format.h>

#include <set>

#include "lib/lava/signals.h"
#include "lib/lava/summary_sets.h"
#include "lib/report/evidence.h"

namespace iec {
namespace {

constexpr std::string_view kWholeRun = "whole_run";

// A case with the lines between its signals as its log.
void AddCase(LavaSignals& signals, const LineSink& sink, std::string_view id,
             Verdict verdict, const std::vector<std::string>& log) {
  // A name that LAVA would mangle is refused at the start, and then there is
  // no case at all; such a name is a problem of the run, which is told.
  if (!signals.StartCase(id).ok()) return;
  for (const std::string& line : log) (void)sink(line);
  (void)signals.EndCase(id);
  (void)signals.CaseResult(id, verdict);
}

Verdict VerdictOfRun(const Assessment& assessment) {
  switch (assessment.exit_status) {
    case 0:
      // A skip: a part of a run is no pass of the whole.
      return assessment.partial.empty() ? Verdict::kPass : Verdict::kNotCovered;
    case 1:
      return Verdict::kFail;
    default:
      return Verdict::kError;
  }
}

}  // namespace

std::string RenderLavaSummary(const Assessment& assessment,
                              const RenderOptions&) {
  std::string out;
  const LineSink sink = [&out](std::string_view line) -> Status {
    out += line;
    out += '\n';
    return {};
  };
  LavaSignals signals(sink);
  (void)signals.StartSet(kRequirementsSet);
  // No test of a record may say how the whole run ended.
  std::set<std::string> seen = {std::string(kWholeRun)};
  for (const AssessedRequirement& row : assessment.requirements) {
    // LAVA keeps both of two equal names, its readers one of them.
    if (!seen.insert(row.token).second) continue;
    std::vector<std::string> log = {fmt::format("{} {}: {}", Short(row.id, 40),
                                                Short(row.title, 200),
                                                Name(row.verdict))};
    if (!row.reason.empty()) log.push_back(Short(row.reason, 300));
    AddCase(signals, sink, row.token, row.verdict, log);
  }
  std::vector<std::string> log = {Short(assessment.exit_reason, 300)};
  for (const std::string& remark : Remarks(assessment)) {
    log.push_back(Short(remark, 300));
  }
  AddCase(signals, sink, kWholeRun, VerdictOfRun(assessment), log);
  (void)signals.StopSet();
  (void)signals.StartSet(kLevelsSet);
  for (const AssessedLevel& level : assessment.levels) {
    (void)signals.Measurement(fmt::format("reached_fr_{}", level.fr),
                              level.reached, "SL");
  }
  (void)signals.Measurement("reached", assessment.reached, "SL");
  (void)signals.StopSet();
  return out;
}

}  // namespace iec
