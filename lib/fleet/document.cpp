// SPDX-License-Identifier: Apache-2.0
#include "lib/fleet/document.h"

#include <fmt/format.h>

#include <utility>

#include "lib/catalogue/catalogue.h"
#include "lib/collect/collected.h"
#include "lib/report/assessment.h"
#include "lib/report/job.h"

namespace iec {
namespace {

constexpr size_t kMaxKnown = 20'000;
constexpr size_t kMaxKnownBytes = 256;

// Of a run that was made without LAVA.
JobRecord JobOf(const RunRecord& run) {
  JobRecord job;
  job.id = run.plan.run;
  job.device_type = run.plan.lane;
  job.started = run.plan.started;
  job.health = run.summary ? "Complete" : "Incomplete";
  return job;
}

// Of thousands of jobs some always break, and take their run with them. That
// stands among the faults; to the results it is no problem.
void Judge(RecordInput input, FleetDocument& document) {
  AssessmentOptions options;
  if (input.job) {
    options.torn_off = !JobFault(*input.job).empty();
    input.job->health.clear();
    input.job->error_type.clear();
  }
  const auto assessment = Assess({input}, options);
  if (!assessment.ok()) {
    document.problems.push_back({0, assessment.error().message});
    return;
  }
  for (const InputProblem& one : assessment->problems) {
    document.problems.push_back(one.problem);
  }
  if (assessment->undo_failures > 0) {
    document.problems.push_back(
        {0, fmt::format("{} changes of a run were not undone",
                        assessment->undo_failures)});
  }
  for (const AssessedTest& test : assessment->tests) {
    using Source = FleetResult::Source;
    const Source source = test.verdict == Verdict::kMissing ? Source::kNobody
                          : assessment->runs[test.run].recorded
                              ? Source::kRecord
                              : Source::kLava;
    const Requirement* found = FindRequirement(test.plan.requirement);
    document.Add(test.plan.id, found == nullptr ? "" : Token(*found), source,
                 test.verdict);
  }
}

}  // namespace

void FleetDocument::Add(std::string_view test, std::string_view requirement,
                        FleetResult::Source source, Verdict verdict) {
  if (requirement.empty()) {
    ++foreign;
  } else if (test.size() > kMaxFleetName ||
             results.size() >= kMaxFleetResults) {
    ++dropped;
  } else {
    results.push_back(
        {std::string(test), std::string(requirement), source, verdict});
  }
}

const std::string& FleetRequirements::Of(const LavaCase& lava) {
  const auto known = known_.find(std::string_view(lava.name));
  if (known != known_.end()) return known->second;
  answer_ = RequirementOf(lava);
  if (known_.size() >= kMaxKnown || lava.name.size() > kMaxKnownBytes) {
    return answer_;
  }
  return known_.emplace(lava.name, answer_).first->second;
}

std::vector<FleetDocument> JudgedDocuments(const RecordInput& input) {
  std::vector<FleetDocument> documents;
  if (input.job || input.runs.empty()) {
    FleetDocument& document = documents.emplace_back();
    document.is_job = input.job.has_value();
    if (input.job) document.job = *input.job;
    if (input.runs.empty()) {
      document.problems = input.problems;
    } else {
      Judge(input, document);
    }
    return documents;
  }
  for (const RunRecord& run : input.runs) {
    RecordInput one;
    one.name = input.name;
    one.runs = {run};
    if (documents.empty()) one.problems = input.problems;
    FleetDocument& document = documents.emplace_back();
    document.job = JobOf(run);
    Judge(std::move(one), document);
  }
  return documents;
}

}  // namespace iec
