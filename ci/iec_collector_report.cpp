// SPDX-License-Identifier: Apache-2.0
#include "ci/iec_collector_report.h"

#include <fmt/format.h>

#include <cstdlib>

#include "ci/iec_collector_messages.h"
#include "ci/iec_collector_outputs.h"
#include "lib/base/exit_status.h"
#include "lib/collect/expand.h"
#include "lib/collect/join.h"
#include "lib/collect/read.h"
#include "lib/profile/profile.h"
#include "lib/record/wire.h"
#include "lib/report/format.h"

namespace iec {
namespace {

Result<std::vector<OutputTarget>> ParseOutputs(const ReportOptions& options) {
  std::vector<OutputTarget> targets;
  for (const std::string& spec : options.outputs) {
    IEC_ASSIGN_OR_RETURN(auto target, ParseOutputTarget(spec));
    targets.push_back(std::move(target));
  }
  if (targets.empty()) targets.push_back({"table", "-"});
  return targets;
}

}  // namespace

Status UseProfile(const std::string& path, AssessmentOptions& options) {
  IEC_ASSIGN_OR_RETURN(const Profile profile, LoadProfile(path));
  options.target_levels.emplace(profile.target_levels.begin(),
                                profile.target_levels.end());
  options.waivers = profile.waivers;
  options.component_type = Name(profile.component);
  return {};
}

Inputs ReadInputs(const std::vector<std::string>& paths) {
  const char* key = std::getenv(kRecordKeyVariable);
  Inputs inputs;
  std::vector<Collected> collected;
  const auto complain = [&inputs](const Error& error) {
    inputs.all_readable = false;
    Fail(error.message, kExitNoVerdict);
  };
  for (const std::string& path : paths) {
    const auto files = ExpandInput(path);
    if (!files.ok()) {
      complain(files.error());
      continue;
    }
    for (const std::string& file : *files) {
      auto documents = ReadCollected(file, key == nullptr ? "" : key);
      if (!documents.ok()) {
        complain(documents.error());
        continue;
      }
      for (Collected& document : *documents) {
        collected.push_back(std::move(document));
      }
    }
  }
  const bool keyed = key != nullptr && *key != '\0';
  inputs.readable = JoinJobs(std::move(collected), keyed);
  return inputs;
}

int Report(const ReportOptions& options) {
  const auto targets = ParseOutputs(options);
  if (!targets.ok()) return Fail(targets.error().message, kExitUsage);
  AssessmentOptions assessed;
  assessed.strict = options.strict;
  if (!options.profile.empty()) {
    const Status status = UseProfile(options.profile, assessed);
    if (!status.ok()) return Fail(status.error().message, kExitNoVerdict);
  }
  const Inputs inputs = ReadInputs(options.inputs);
  if (inputs.readable.empty()) return kExitNoVerdict;
  const auto assessment = Assess(inputs.readable, assessed);
  if (!assessment.ok()) {
    return Fail(assessment.error().message, kExitNoVerdict);
  }
  RenderOptions rendered;
  rendered.origin = options.origin;
  const bool all_written = WriteEach(*targets, [&](const OutputTarget& target) {
    return WriteReport(target, *assessment, options.color, rendered);
  });
  for (const auto& [input, problem] : assessment->problems) {
    Note(fmt::format("{}:{}: {}", input, problem.line, problem.what));
  }
  if (assessment->exit_status != 0) return assessment->exit_status;
  return inputs.all_readable && all_written ? 0 : kExitNoVerdict;
}

}  // namespace iec
