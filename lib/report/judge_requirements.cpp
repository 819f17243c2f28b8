// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "lib/base/text.h"
#include "lib/catalogue/catalogue.h"
#include "lib/report/judge.h"

namespace iec {
namespace {

constexpr int kHighestLevel = 4;

// The order in which the verdicts of its tests decide that of a requirement.
// Not applicable comes last: it decides only where there is nothing else.
constexpr std::array kDeciding = {
    Verdict::kFail,   Verdict::kError, Verdict::kMissing,      Verdict::kWaived,
    Verdict::kManual, Verdict::kPass,  Verdict::kNotApplicable};

AssessedRequirement RowOf(const Requirement& requirement) {
  AssessedRequirement row;
  row.id = requirement.id;
  row.token = Token(requirement);
  row.title = requirement.title;
  row.fr = requirement.fr;
  row.sl_c = requirement.sl_c;
  return row;
}

void JudgeWithoutTest(bool manual, AssessedRequirement& row) {
  row.verdict = Verdict::kNotCovered;
  if (!row.left_out.empty()) {
    row.reason = "left out: " + row.left_out.front().reason;
  } else if (manual) {
    row.verdict = Verdict::kManual;
    row.reason = "evidence by a person is outstanding";
  } else {
    row.reason = "no test case was planned";
  }
}

void JudgeByTests(const Assessment& assessment, AssessedRequirement& row) {
  for (const Verdict verdict : kDeciding) {
    std::vector<size_t> deciding;
    std::copy_if(
        row.tests.begin(), row.tests.end(), std::back_inserter(deciding),
        [&](size_t i) { return assessment.tests[i].verdict == verdict; });
    if (deciding.empty()) continue;
    row.verdict = verdict;
    row.reason = assessment.tests[deciding.front()].reason;
    if (deciding.size() > 1 && !row.reason.empty()) {
      row.reason += fmt::format(" (and {} more)", deciding.size() - 1);
    }
    return;
  }
}

void Judge(const Assessment& assessment, bool manual,
           AssessedRequirement& row) {
  for (size_t i = 0; i < assessment.tests.size(); ++i) {
    if (assessment.tests[i].plan.requirement == row.token) {
      row.tests.push_back(i);
    }
  }
  for (const LeftOut& test : assessment.left_out) {
    if (test.requirement == row.token) row.left_out.push_back(test);
  }
  if (row.tests.empty()) return JudgeWithoutTest(manual, row);
  JudgeByTests(assessment, row);
  if (row.verdict != Verdict::kPass) return;
  row.reason.clear();
  if (manual) {
    row.verdict = Verdict::kManual;
    row.reason = "its tests passed; evidence by a person is outstanding";
  } else if (!row.left_out.empty()) {
    row.reason = fmt::format("{} more test{} left out: {}", row.left_out.size(),
                             row.left_out.size() == 1 ? "" : "s",
                             row.left_out.front().reason);
  }
}

// The highest level up to which each requirement is met.
int Reached(const std::vector<AssessedRequirement>& rows, ComponentType type,
            int fr) {
  int reached = kHighestLevel;
  for (const AssessedRequirement& row : rows) {
    const Requirement* requirement = FindRequirement(row.token);
    if (row.fr != fr || requirement == nullptr ||
        !requirement->AppliesTo(type)) {
      continue;
    }
    if (row.verdict != Verdict::kPass &&
        row.verdict != Verdict::kNotApplicable) {
      reached = std::min(reached, row.sl_c - 1);
    }
  }
  return reached;
}

void JudgeLevels(const std::vector<AssessedRequirement>& rows,
                 std::optional<ComponentType> type,
                 const std::vector<int>& targets, Assessment& assessment) {
  assessment.reached = kHighestLevel;
  for (const auto& fr : FoundationalRequirements()) {
    AssessedLevel level;
    level.fr = fr.number;
    level.title = fr.title;
    level.target = targets[static_cast<size_t>(fr.number) - 1];
    level.reached = type ? Reached(rows, *type, fr.number) : 0;
    assessment.target = std::max(assessment.target, level.target);
    assessment.reached = std::min(assessment.reached, level.reached);
    assessment.levels.push_back(std::move(level));
  }
}

void AddUnknownRequirements(std::vector<AssessedRequirement>& rows,
                            Assessment& assessment) {
  for (const AssessedTest& test : assessment.tests) {
    const std::string& token = test.plan.requirement;
    const bool known =
        std::any_of(rows.begin(), rows.end(),
                    [&](const auto& row) { return row.token == token; });
    if (known) continue;
    AssessedRequirement row;
    row.id = token;
    row.token = token;
    row.title = "(not in the catalogue)";
    row.demanded = false;
    Judge(assessment, /*manual=*/false, row);
    rows.push_back(std::move(row));
    AddProblem(assessment.runs[test.run],
               fmt::format("{} tests {}, which the catalogue does not have",
                           test.plan.id, token),
               assessment);
  }
}

}  // namespace

void JudgeRequirements(const AssessmentOptions& options,
                       Assessment& assessment) {
  const PlanRecord& device = assessment.device();
  const std::vector<int>& targets =
      options.target_levels ? *options.target_levels : device.target_levels;
  const bool is_recorded =
      std::any_of(assessment.runs.begin(), assessment.runs.end(),
                  [](const AssessedRun& run) { return run.recorded; });
  assessment.target_known = is_recorded || options.target_levels.has_value();
  const auto type = ParseComponentType(device.component_type);
  if (!options.component_type.empty() &&
      options.component_type != device.component_type) {
    AddProblem(
        assessment.runs.back(),
        fmt::format("the profile that was given is of the component "
                    "type '{}', the run of '{}': it is of another device",
                    options.component_type,
                    Printable(device.component_type, 40)),
        assessment);
  }
  if (!type && device.component_type.empty() &&
      !assessment.runs.back().recorded) {
    assessment.warnings.emplace_back(
        "no plan says what the device is and what it has to reach: name its "
        "profile with --profile");
  } else if (!type) {
    AddProblem(assessment.runs.back(),
               fmt::format("the component type '{}' is unknown: nothing can be "
                           "demanded of it",
                           Printable(device.component_type, 40)),
               assessment);
  }
  // All levels: the one that is reached may lie above the target.
  std::vector<AssessedRequirement> rows;
  for (const Requirement& requirement : Requirements()) {
    AssessedRequirement row = RowOf(requirement);
    const bool applies = type && requirement.AppliesTo(*type);
    row.demanded =
        applies && requirement.sl_c <= targets[static_cast<size_t>(row.fr) - 1];
    Judge(assessment, requirement.manual, row);
    if (applies || !row.tests.empty()) rows.push_back(std::move(row));
  }
  JudgeLevels(rows, type, targets, assessment);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.fr < b.fr; });
  AddUnknownRequirements(rows, assessment);
  for (AssessedRequirement& row : rows) {
    if (!row.demanded && row.tests.empty()) continue;
    ++assessment.requirement_counts[row.verdict];
    assessment.requirements.push_back(std::move(row));
  }
  for (const Constraint& constraint : Constraints()) {
    assessment.constraints.push_back(
        {std::string(constraint.id), std::string(constraint.title)});
  }
}

}  // namespace iec
