// SPDX-License-Identifier: Apache-2.0
#include "ci/iec_collector_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "ci/iec_collector_messages.h"
#include "ci/iec_collector_outputs.h"
#include "lib/base/exit_status.h"
#include "lib/base/file.h"
#include "lib/base/text.h"
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
  const auto profile = LoadProfile(path);
  if (!profile.ok()) {
    const std::string& message = profile.error().message;
    // The name of the file must not make lines of its own.
    return Error{path.find('\n') == std::string::npos
                     ? message
                     : Printable(message, kMaxMessage)};
  }
  options.target_levels.emplace(profile->target_levels.begin(),
                                profile->target_levels.end());
  options.waivers = profile->waivers;
  options.component_type = Name(profile->component);
  options.judged_by = fmt::format("{} ({}, sha256 {})", FileName(path),
                                  profile->name, profile->sha256);
  return {};
}

std::string WithoutDirectory(std::string text, const std::string& directory) {
  if (directory.empty()) return text;
  const std::string part = directory + "/";
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at)) {
    text.erase(at, part.size());
  }
  return text;
}

Inputs ReadInputs(const std::vector<std::string>& paths,
                  const std::string& directory) {
  const char* key = std::getenv(kRecordKeyVariable);
  Inputs inputs;
  std::vector<Collected> collected;
  const auto complain = [&](const std::string& name, const Error& error) {
    const std::string what = WithoutDirectory(error.message, directory);
    Fail(what, kExitNoVerdict);
    RecordInput& input = inputs.unreadable.emplace_back();
    input.name = WithoutDirectory(name, directory);
    input.problems = {{0, what}};
  };
  for (const std::string& path : paths) {
    const auto files =
        ExpandInput(directory.empty() ? path : directory + "/" + path);
    if (!files.ok()) {
      complain(path, files.error());
      continue;
    }
    for (const std::string& file : *files) {
      auto documents = ReadCollected(file, key == nullptr ? "" : key);
      if (!documents.ok()) {
        complain(file, documents.error());
        continue;
      }
      for (Collected& document : *documents) {
        document.input.name =
            WithoutDirectory(std::move(document.input.name), directory);
        collected.push_back(std::move(document));
      }
    }
  }
  const bool keyed = key != nullptr && *key != '\0';
  inputs.readable = JoinJobs(std::move(collected), keyed);
  return inputs;
}

namespace {

// What was not said yet.
void NoteProblems(const Assessment& assessment, const Inputs& inputs) {
  for (const auto& [input, problem] : assessment.problems) {
    const bool was_said =
        std::any_of(inputs.unreadable.begin(), inputs.unreadable.end(),
                    [&](const RecordInput& unreadable) {
                      return unreadable.name == input;
                    });
    if (was_said) continue;
    Note(fmt::format("{}:{}: {}", input, problem.line, problem.what));
  }
}

}  // namespace

int Report(const ReportOptions& options) {
  const auto targets = ParseOutputs(options);
  if (!targets.ok()) return Fail(targets.error().message, kExitUsage);
  if (const Status status = CheckTargets(*targets, options.inputs);
      !status.ok()) {
    return Fail(status.error().message, kExitUsage);
  }
  AssessmentOptions assessed;
  assessed.strict = options.strict;
  if (!options.profile.empty()) {
    const Status status = UseProfile(options.profile, assessed);
    if (!status.ok()) return FailInLines(status.error().message);
  }
  const Inputs inputs = ReadInputs(options.inputs);
  if (inputs.readable.empty()) return kExitNoVerdict;
  std::vector<RecordInput> all = inputs.readable;
  all.insert(all.end(), inputs.unreadable.begin(), inputs.unreadable.end());
  const auto assessment = Assess(all, assessed);
  if (!assessment.ok()) return FailInLines(assessment.error().message);
  RenderOptions rendered;
  rendered.origin = options.origin;
  const bool all_written = WriteEach(*targets, [&](const OutputTarget& target) {
    return WriteReport(target, *assessment, options.color, rendered);
  });
  NoteProblems(*assessment, inputs);
  if (assessment->exit_status != 0) return assessment->exit_status;
  return all_written ? kExitPass : kExitNoVerdict;
}

}  // namespace iec
