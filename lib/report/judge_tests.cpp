// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "lib/base/text.h"
#include "lib/catalogue/catalogue.h"
#include "lib/report/job.h"
#include "lib/report/judge.h"
#include "lib/report/waiver.h"

namespace iec {
namespace {

// What no runner means: a pass beside a failed check.
bool ContradictsItself(const TestRecord& record) {
  return record.verdict == Verdict::kPass &&
         std::any_of(record.checks.begin(), record.checks.end(),
                     [](const Check& check) {
                       return !check.holds && check.kind != Check::Kind::kNote;
                     });
}

// The waivers by which a run is judged.
const std::vector<Waiver>& WaiversOf(const PlanRecord& plan,
                                     const AssessmentOptions& options) {
  return options.waivers ? *options.waivers : plan.waivers;
}

void ApplyWaiver(const PlanRecord& plan, const AssessmentOptions& options,
                 AssessedTest& test) {
  for (const Waiver& waiver : WaiversOf(plan, options)) {
    if (!Names(waiver, test.plan.id, test.plan.requirement)) continue;
    const std::string fault = FaultOf(waiver, plan.started);
    test.waiver = fmt::format("{}, approved by {}: {}",
                              fault.empty() ? "waived until " + waiver.expires
                                            : "not waived: " + fault,
                              waiver.approver, waiver.justification);
    if (!fault.empty()) continue;
    test.verdict = Verdict::kWaived;
    return;
  }
}

// What LAVA says of the job is a reason, never a verdict.
std::string WhyMissing(const AssessedRun& run) {
  std::string reason = "planned, and no result arrived";
  if (!run.job) return reason;
  const std::string fault = JobFault(*run.job);
  if (fault.empty()) return reason;
  return fmt::format("{}: {} {}", reason, JobName(*run.job), fault);
}

// A waiver, and the start of the run by whose clock it is valid.
struct WaiverOfRun {
  Waiver waiver;
  int64_t started = 0;
};

// Whether runs after this one tried again all that the waiver names.
bool WasTriedAgain(const Waiver& waiver, size_t run,
                   const Assessment& assessment) {
  bool tried = false;
  for (const AssessedTest& test : assessment.tests) {
    if (!Names(waiver, test.plan.id, test.plan.requirement)) continue;
    if (test.run <= run) return false;
    tried = true;
  }
  return tried;
}

// Those of the run that describes the device, and those of earlier ones that
// still count: whose target no later run waives or tried again.
std::vector<WaiverOfRun> WaiversInForce(const Assessment& assessment,
                                        const AssessmentOptions& options) {
  const PlanRecord& device = assessment.device();
  std::vector<WaiverOfRun> waivers;
  std::set<std::string> decided;
  for (size_t i = assessment.runs.size(); i-- > 0;) {
    const PlanRecord& plan = assessment.runs[i].plan;
    const bool is_device = &plan == &device;
    if (options.waivers && !is_device) continue;
    std::set<std::string> targets;
    for (const Waiver& waiver : WaiversOf(plan, options)) {
      const Requirement* requirement = FindRequirement(waiver.target);
      const std::string target =
          requirement == nullptr ? waiver.target : Token(*requirement);
      if (decided.contains(target)) continue;
      if (!is_device && WasTriedAgain(waiver, i, assessment)) continue;
      targets.insert(target);
      waivers.push_back({waiver, plan.started});
    }
    decided.merge(targets);
  }
  return waivers;
}

AssessedWaiver::State StateOf(const Waiver& waiver, bool is_valid,
                              const Assessment& assessment) {
  bool matches = false;
  bool applied = false;
  for (const AssessedTest& test : assessment.tests) {
    if (!Names(waiver, test.plan.id, test.plan.requirement)) continue;
    matches = true;
    applied = applied || test.verdict == Verdict::kWaived;
  }
  for (const AssessedRequirement& row : assessment.requirements) {
    matches = matches || Names(waiver, "", row.token);
  }
  for (const LeftOut& test : assessment.left_out) {
    matches = matches || Names(waiver, test.id, test.requirement);
  }
  if (!matches) return AssessedWaiver::State::kUnmatched;
  if (!is_valid) return AssessedWaiver::State::kExpired;
  return applied ? AssessedWaiver::State::kApplied
                 : AssessedWaiver::State::kNotNeeded;
}

}  // namespace

void JudgeTests(const std::vector<MergedTest>& tests,
                const AssessmentOptions& options, Assessment& assessment) {
  for (const MergedTest& merged : tests) {
    AssessedTest test;
    test.plan = merged.plan;
    // However it is spelled it is one requirement, in each format.
    if (const Requirement* known = FindRequirement(test.plan.requirement)) {
      test.plan.requirement = Token(*known);
    }
    test.run = merged.run;
    test.lines = merged.lines;
    const AssessedRun& run = assessment.runs[test.run];
    if (merged.record) {
      test.record = *merged.record;
      test.verdict = test.record.verdict;
      test.reason = test.record.reason;
    } else {
      test.record.id = test.plan.id;
      test.record.requirement = test.plan.requirement;
      test.reason = WhyMissing(run);
    }
    if (ContradictsItself(test.record)) {
      test.verdict = Verdict::kError;
      test.reason = "the record says pass beside a check that failed";
      AddProblem(run, fmt::format("{}: {}", test.plan.id, test.reason),
                 assessment);
    }
    if (test.verdict == Verdict::kFail) ApplyWaiver(run.plan, options, test);
    ++assessment.test_counts[test.verdict];
    assessment.tests.push_back(std::move(test));
  }
}

void JudgeWaivers(const AssessmentOptions& options, Assessment& assessment) {
  for (const auto& [waiver, started] : WaiversInForce(assessment, options)) {
    const std::string fault = FaultOf(waiver, started);
    const AssessedWaiver assessed{waiver,
                                  StateOf(waiver, fault.empty(), assessment)};
    if (assessed.state == AssessedWaiver::State::kUnmatched) {
      assessment.warnings.push_back(
          fmt::format("the waiver of '{}' matches nothing: no requirement and "
                      "no test of this report has that name",
                      Printable(waiver.target, 80)));
    } else if (assessed.state == AssessedWaiver::State::kExpired) {
      assessment.warnings.push_back(fmt::format(
          "the waiver of '{}' is not valid: {}: renew it or remove it",
          Printable(waiver.target, 80), fault));
    }
    assessment.waivers.push_back(assessed);
  }
}

}  // namespace iec
