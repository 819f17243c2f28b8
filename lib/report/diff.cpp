// SPDX-License-Identifier: Apache-2.0
#include "lib/report/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "lib/base/exit_status.h"
#include "lib/base/text.h"
#include "lib/report/job.h"

namespace iec {
namespace {

// What is compared of a test or of a requirement.
struct Item {
  std::string id;
  std::string title;
  Verdict verdict = Verdict::kMissing;
  std::string reason;
};

bool IsReached(std::optional<Verdict> verdict) {
  return verdict == Verdict::kPass || verdict == Verdict::kFail ||
         verdict == Verdict::kNotApplicable || verdict == Verdict::kWaived;
}

std::optional<ChangeKind> Classify(const Change& change) {
  const auto before = change.before;
  const auto after = change.after;
  if (before == after) {
    if (change.reason_before == change.reason_after) return std::nullopt;
    return ChangeKind::kChangedReason;
  }
  if (after == Verdict::kFail) return ChangeKind::kNewFailure;
  const bool failed = before == Verdict::kFail || before == Verdict::kWaived;
  // Its tests pass, which is not yet all that it wants.
  if (failed && after == Verdict::kManual) return ChangeKind::kOther;
  if (!IsReached(after)) {
    return IsReached(before) ? ChangeKind::kNewlyMissing : ChangeKind::kOther;
  }
  if (after == Verdict::kWaived) return ChangeKind::kNewlyWaived;
  if (!IsReached(before)) return ChangeKind::kNewlyCovered;
  if (failed && after == Verdict::kPass) return ChangeKind::kMended;
  return ChangeKind::kOther;
}

std::vector<Item> TestsOf(const Assessment& assessment) {
  std::vector<Item> items;
  for (const AssessedTest& test : assessment.tests) {
    items.push_back({test.plan.id, test.plan.title, test.verdict, test.reason});
  }
  return items;
}

std::vector<Item> RequirementsOf(const Assessment& assessment) {
  std::vector<Item> items;
  for (const AssessedRequirement& row : assessment.requirements) {
    items.push_back({row.id, row.title, row.verdict, row.reason});
  }
  return items;
}

// In the order of `after`; what is only in `before` follows.
std::vector<Change> Changes(const std::vector<Item>& before,
                            const std::vector<Item>& after) {
  std::map<std::string_view, const Item*> old;
  for (const Item& item : before) old.emplace(item.id, &item);
  std::vector<Change> changes;
  const auto add = [&changes](const Item* was, const Item* is) {
    Change change;
    change.id = is != nullptr ? is->id : was->id;
    change.title = is != nullptr ? is->title : was->title;
    if (was != nullptr) {
      change.before = was->verdict;
      change.reason_before = was->reason;
    }
    if (is != nullptr) {
      change.after = is->verdict;
      change.reason_after = is->reason;
    } else {
      change.reason_after = "it is no longer there";
    }
    const auto kind = Classify(change);
    if (!kind) return;
    change.kind = *kind;
    changes.push_back(std::move(change));
  };
  std::set<std::string_view> seen;
  for (const Item& item : after) {
    const auto found = old.find(item.id);
    add(found == old.end() ? nullptr : found->second, &item);
    seen.insert(item.id);
  }
  for (const Item& item : before) {
    if (seen.insert(item.id).second) add(&item, nullptr);
  }
  std::stable_sort(
      changes.begin(), changes.end(),
      [](const Change& a, const Change& b) { return a.kind < b.kind; });
  return changes;
}

std::set<std::string> Expired(const Assessment& assessment) {
  std::set<std::string> targets;
  for (const AssessedWaiver& waiver : assessment.waivers) {
    if (waiver.state == AssessedWaiver::State::kExpired) {
      targets.insert(waiver.waiver.target);
    }
  }
  return targets;
}

std::vector<LevelChange> LevelChanges(const Assessment& before,
                                      const Assessment& after) {
  std::vector<LevelChange> changes;
  for (const AssessedLevel& level : after.levels) {
    for (const AssessedLevel& old : before.levels) {
      if (old.fr != level.fr || old.reached == level.reached) continue;
      changes.push_back({level.fr, level.title, old.reached, level.reached});
    }
  }
  return changes;
}

// Of the youngest run; 0: not known.
int64_t Started(const Assessment& assessment) {
  int64_t started = 0;
  for (const AssessedRun& run : assessment.runs) {
    started = std::max(started, run.plan.started);
  }
  return started;
}

void WarnOfOrder(const Assessment& before, const Assessment& after,
                 std::vector<std::string>& warnings) {
  const int64_t was = Started(before);
  const int64_t is = Started(after);
  if (was != 0 && is != 0 && is < was) {
    warnings.push_back(
        fmt::format("NEW is older than OLD, of {} and {}: are they swapped?",
                    Rfc3339(is), Rfc3339(was)));
  }
  for (const AssessedRun& run : after.runs) {
    const bool in_both = std::any_of(
        before.runs.begin(), before.runs.end(),
        [&](const AssessedRun& old) { return old.plan.run == run.plan.run; });
    if (in_both) {
      warnings.push_back(fmt::format(
          "run {} is in both OLD and NEW: it is compared with itself",
          run.plan.run));
    }
  }
}

// What makes a comparison say less than it seems to.
std::vector<std::string> Warnings(const Assessment& before,
                                  const Assessment& after) {
  std::vector<std::string> warnings;
  WarnOfOrder(before, after, warnings);
  const PlanRecord& was = before.device();
  const PlanRecord& is = after.device();
  // What a run does not say, as one that LAVA alone kept, does not differ.
  const auto differs = [&](std::string_view what, const std::string& old,
                           const std::string& now) {
    if (old.empty() || now.empty() || old == now) return;
    warnings.push_back(fmt::format("other {}: {} and {}", what, old, now));
  };
  differs("types of component", was.component_type, is.component_type);
  differs("machines", was.machine, is.machine);
  differs("systems", was.system, is.system);
  differs("lanes", was.lane, is.lane);
  if (was.profile_sha256 != is.profile_sha256) {
    warnings.push_back("the two ran with different profiles");
  }
  for (size_t i = 0; i < after.levels.size() && i < before.levels.size(); ++i) {
    const AssessedLevel& old = before.levels[i];
    const AssessedLevel& level = after.levels[i];
    if (old.target == level.target) continue;
    warnings.push_back(fmt::format("FR {}: target SL {} and SL {}", level.fr,
                                   old.target, level.target));
  }
  for (const Assessment* one : {&before, &after}) {
    for (const AssessedRun& run : one->runs) {
      const std::string fault = run.job ? JobFault(*run.job) : "";
      if (!fault.empty()) warnings.push_back(JobName(*run.job) + " " + fault);
    }
  }
  if (!after.partial.empty()) warnings.push_back("NEW: " + after.partial);
  if (!before.partial.empty()) warnings.push_back("OLD: " + before.partial);
  return warnings;
}

void Say(int64_t number, std::string_view noun, std::string_view what,
         std::vector<std::string>& reasons) {
  if (number <= 0) return;
  reasons.push_back(
      fmt::format("{} {}{} {}", number, noun, number == 1 ? "" : "s", what));
}

int64_t CountOf(const std::map<Verdict, int>& counts, Verdict verdict) {
  const auto found = counts.find(verdict);
  return found == counts.end() ? 0 : found->second;
}

void Conclude(const Assessment& before, const Assessment& after, Diff& diff) {
  const auto count = [&diff](const auto& holds) {
    return std::count_if(diff.tests.begin(), diff.tests.end(), holds);
  };
  std::vector<std::string> failures;
  std::vector<std::string> gaps;
  Say(count([](const Change& change) {
        return change.kind == ChangeKind::kNewFailure;
      }),
      "new failure", "", failures);
  if (!failures.empty()) failures.back().pop_back();
  const std::set<std::string> known = Expired(before);
  int64_t expired = 0;
  for (const std::string& target : Expired(after)) {
    if (!diff.baseline || !known.contains(target)) ++expired;
  }
  Say(expired, "waiver", "expired", failures);
  if (!diff.baseline) {
    Say(static_cast<int64_t>(diff.still_failing), "test", "failing as before",
        failures);
    Say(std::count_if(diff.levels.begin(), diff.levels.end(),
                      [](const LevelChange& level) {
                        return level.after < level.before;
                      }),
        "level", "fallen", failures);
  }
  Say(CountOf(after.test_counts, Verdict::kError), "test", "without a verdict",
      gaps);
  Say(CountOf(after.test_counts, Verdict::kMissing), "result", "missing", gaps);
  Say(count([](const Change& change) { return !change.after; }), "test",
      "no longer there", gaps);
  Say(after.undo_failures, "change", "not undone", gaps);
  Say(static_cast<int64_t>(diff.problems.size()), "problem", "in the inputs",
      gaps);
  diff.exit_status = !failures.empty() ? kExitFinding
                     : !gaps.empty()   ? kExitNoVerdict
                                       : kExitPass;
  failures.insert(failures.end(), gaps.begin(), gaps.end());
  diff.exit_reason = !failures.empty() ? Join(failures, ", ")
                     : diff.baseline   ? "no new failure and no gap"
                                       : "no failure and no gap";
}

}  // namespace

std::string_view Name(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kNewFailure:
      return "new_failure";
    case ChangeKind::kNewlyMissing:
      return "newly_missing";
    case ChangeKind::kNewlyWaived:
      return "newly_waived";
    case ChangeKind::kChangedReason:
      return "changed_reason";
    case ChangeKind::kNewlyCovered:
      return "newly_covered";
    case ChangeKind::kMended:
      return "mended";
    case ChangeKind::kOther:
      break;
  }
  return "other";
}

std::string_view Title(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::kNewFailure:
      return "New failures";
    case ChangeKind::kNewlyMissing:
      return "Newly without a verdict";
    case ChangeKind::kNewlyWaived:
      return "Newly waived";
    case ChangeKind::kChangedReason:
      return "The same verdict for another reason";
    case ChangeKind::kNewlyCovered:
      return "Newly with a verdict";
    case ChangeKind::kMended:
      return "Mended";
    case ChangeKind::kOther:
      break;
  }
  return "Other changes";
}

Diff Compare(const Assessment& before, const Assessment& after,
             const DiffOptions& options) {
  Diff diff;
  diff.baseline = options.baseline;
  diff.before = before.runs;
  diff.after = after.runs;
  diff.tests = Changes(TestsOf(before), TestsOf(after));
  diff.requirements = Changes(RequirementsOf(before), RequirementsOf(after));
  diff.levels = LevelChanges(before, after);
  const int64_t newly = std::count_if(
      diff.tests.begin(), diff.tests.end(), [](const Change& change) {
        return change.kind == ChangeKind::kNewFailure;
      });
  diff.still_failing =
      static_cast<size_t>(CountOf(after.test_counts, Verdict::kFail) - newly);
  diff.warnings = Warnings(before, after);
  diff.problems = before.problems;
  diff.problems.insert(diff.problems.end(), after.problems.begin(),
                       after.problems.end());
  Conclude(before, after, diff);
  return diff;
}

}  // namespace iec
