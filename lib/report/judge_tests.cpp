// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.h"
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

void ApplyWaiver(const PlanRecord& plan, const AssessmentOptions& options,
                 AssessedTest& test) {
  for (const Waiver& waiver : WaiversOf(plan, options)) {
    if (!Names(waiver, test.plan.id, test.plan.requirement)) continue;
    const bool valid = IsValid(waiver, plan.started);
    test.waiver =
        fmt::format("{} {}, approved by {}: {}",
                    valid ? "waived until" : "not waived: expired on",
                    waiver.expires, waiver.approver, waiver.justification);
    if (!valid) continue;
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

AssessedWaiver::State StateOf(const Waiver& waiver,
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
  if (!IsValid(waiver, assessment.device().started)) {
    return AssessedWaiver::State::kExpired;
  }
  return applied ? AssessedWaiver::State::kApplied
                 : AssessedWaiver::State::kNotNeeded;
}

}  // namespace

const std::vector<Waiver>& WaiversOf(const PlanRecord& plan,
                                     const AssessmentOptions& options) {
  return options.waivers ? *options.waivers : plan.waivers;
}

void JudgeTests(const std::vector<MergedTest>& tests,
                const AssessmentOptions& options, Assessment& assessment) {
  for (const MergedTest& merged : tests) {
    AssessedTest test;
    test.plan = merged.plan;
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
  for (const Waiver& waiver : WaiversOf(assessment.device(), options)) {
    const AssessedWaiver assessed{waiver, StateOf(waiver, assessment)};
    if (assessed.state == AssessedWaiver::State::kUnmatched) {
      assessment.warnings.push_back(
          fmt::format("the waiver of '{}' matches nothing: no requirement and "
                      "no test of this report has that name",
                      Printable(waiver.target, 80)));
    } else if (assessed.state == AssessedWaiver::State::kExpired) {
      assessment.warnings.push_back(fmt::format(
          "the waiver of '{}' {}: renew it or remove it",
          Printable(waiver.target, 80),
          IsExpiryDate(waiver.expires)
              ? fmt::format("is not valid: its last day is {}", waiver.expires)
              : fmt::format("has no valid date of expiry ('{}')",
                            Printable(waiver.expires, 20))));
    }
    assessment.waivers.push_back(assessed);
  }
}

}  // namespace iec
