// SPDX-License-Identifier: Apache-2.0
#include "lib/report/lava_summary.h"

#include <fmt/format.h>

#include <set>

#include "lib/lava/signals.h"
#include "lib/report/evidence.h"

namespace iec {
namespace {

// No token of a requirement begins like these.
constexpr std::string_view kRequirements = "requirements";
constexpr std::string_view kWholeRun = "whole_run";
constexpr std::string_view kLevels = "levels";

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
      return Verdict::kPass;
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
  (void)signals.StartSet(kRequirements);
  std::set<std::string> seen;
  for (const AssessedRequirement& row : assessment.requirements) {
    // LAVA keeps both of two equal names, its readers one of them.
    if (!seen.insert(row.token).second) continue;
    std::vector<std::string> log = {fmt::format("{} {}: {}", Short(row.id, 40),
                                                Short(row.title, 200),
                                                Name(row.verdict))};
    if (!row.reason.empty()) log.push_back(Short(row.reason, 300));
    AddCase(signals, sink, row.token, row.verdict, log);
  }
  AddCase(signals, sink, kWholeRun, VerdictOfRun(assessment),
          {Short(assessment.exit_reason, 300)});
  (void)signals.StopSet();
  (void)signals.StartSet(kLevels);
  for (const AssessedLevel& level : assessment.levels) {
    (void)signals.Measurement(fmt::format("reached_fr_{}", level.fr),
                              level.reached, "SL");
  }
  (void)signals.Measurement("reached", assessment.reached, "SL");
  (void)signals.StopSet();
  return out;
}

}  // namespace iec
