// SPDX-License-Identifier: Apache-2.0
#include "lib/report/later_run.h"

#include <fmt/format.h>

#include <set>

#include "lib/base/text.h"
#include "lib/lava/signals.h"
#include "lib/report/waiver.h"

namespace iec {
namespace {

Verdict VerdictOf(const MergedTest& test) {
  return test.record ? test.record->verdict : Verdict::kMissing;
}

bool IsSound(Verdict verdict) {
  return verdict == Verdict::kPass || verdict == Verdict::kNotApplicable;
}

int Badness(Verdict verdict) {
  return verdict == Verdict::kFail ? 2 : IsSound(verdict) ? 0 : 1;
}

// What a later run did to the results of an earlier one.
struct Replaced {
  int number = 0;
  std::vector<std::string> changed;
  std::vector<std::string> hidden;  // those of them that had no sound verdict
  int confirmed = 0;                // of one without a record by the other's
};

void Replace(MergedTest& earlier, MergedTest later, Replaced& replaced) {
  ++replaced.number;
  const Verdict before = VerdictOf(earlier);
  const Verdict after = VerdictOf(later);
  if (before != after) {
    replaced.changed.push_back(fmt::format("{} from {} to {}", later.plan.id,
                                           Name(before), Name(after)));
    if (!IsSound(before)) replaced.hidden.push_back(replaced.changed.back());
  }
  earlier = std::move(later);
}

// Results without a record may be of the very run whose record is here: they
// replace none, and where they contradict one the worse result counts. Whether
// it is the kept one.
bool KeptCounts(const MergedTest& recorded, const MergedTest& kept,
                Replaced& replaced, MergedRuns& merged) {
  if (!kept.record || Word(*recorded.record) == Word(*kept.record)) {
    ++replaced.confirmed;
    return false;
  }
  const AssessedRun& of_record = merged.runs[recorded.run];
  const AssessedRun& of_kept = merged.runs[kept.run];
  const bool counts = !of_record.verified &&
                      Badness(VerdictOf(kept)) > Badness(VerdictOf(recorded));
  merged.problems.push_back(
      {of_kept.input,
       {0, fmt::format("the record of {} in {} says '{}', {} has '{}' without "
                       "a record: {} counts",
                       recorded.plan.id, Called(of_record.plan),
                       Name(VerdictOf(recorded)), Called(of_kept.plan),
                       kept.record->kept, counts ? "that" : "the record")}});
  return counts;
}

// Takes what `later` has of a test that an earlier run planned, too.
void Take(MergedTest later, MergedTest& earlier, Replaced& replaced,
          MergedRuns& merged) {
  const bool is_recorded = merged.runs[later.run].recorded;
  const bool was_recorded = merged.runs[earlier.run].recorded;
  if (!is_recorded && was_recorded && earlier.record) {
    if (KeptCounts(earlier, later, replaced, merged)) {
      earlier = std::move(later);
    }
  } else if (is_recorded && !was_recorded && later.record && earlier.record &&
             later.record->started < earlier.record->started) {
    // LAVA had the result when that test had begun, so it may be of it.
    if (!KeptCounts(later, earlier, replaced, merged)) {
      earlier = std::move(later);
    }
  } else {
    Replace(earlier, std::move(later), replaced);
  }
}

bool IsDated(const AssessedRun& run) {
  if (HasLavaClock(run.job)) return true;
  return run.recorded ? !ClockIsWrong(run.plan.started) : run.plan.started != 0;
}

// The clock of a device without a battery begins anywhere.
void CheckOrder(const AssessedRun& earlier, const AssessedRun& later,
                const Replaced& what, MergedRuns& merged) {
  const bool same_input = earlier.input == later.input;
  if (!same_input && !(IsDated(earlier) && IsDated(later)) &&
      !what.changed.empty()) {
    merged.problems.push_back(
        {later.input,
         {0, fmt::format("no clock tells which of {} and {} is the later one "
                         "({}): give only the one that counts",
                         Called(later.plan), Called(earlier.plan),
                         Join(what.changed, ", "))}});
  } else if (later.plan.started < earlier.plan.started) {
    merged.warnings.push_back(fmt::format(
        "{} is later than {} by {}, though not by the clock of the device",
        Called(later.plan), Called(earlier.plan),
        same_input ? "its place in " + later.input : "the clock of LAVA"));
  }
}

void CheckDevices(const AssessedRun& earlier, const AssessedRun& later,
                  const Replaced& what, MergedRuns& merged) {
  const std::string before = DeviceOf(earlier);
  const std::string after = DeviceOf(later);
  if (before.empty() || after.empty() || before == after ||
      what.hidden.empty()) {
    return;
  }
  merged.problems.push_back(
      {later.input,
       {0, fmt::format("{} on {} replaces results of {} on {} ({}): one report "
                       "is of one device",
                       Called(later.plan), after, Called(earlier.plan), before,
                       Join(what.hidden, ", "))}});
}

void Conclude(const AssessedRun& earlier, const AssessedRun& later,
              const Replaced& what, MergedRuns& merged) {
  if (what.confirmed > 0) {
    const AssessedRun& recorded = later.recorded ? later : earlier;
    const AssessedRun& kept = later.recorded ? earlier : later;
    merged.notes.push_back(
        fmt::format("{} has {} result{} without a record that {} confirms",
                    Called(kept.plan), what.confirmed,
                    what.confirmed == 1 ? "" : "s", Called(recorded.plan)));
  }
  if (what.number == 0) return;
  merged.notes.push_back(fmt::format(
      "{} replaces {} result{} of {}; {}", Called(later.plan), what.number,
      what.number == 1 ? "" : "s", Called(earlier.plan),
      what.changed.empty() ? "no verdict changed"
                           : "changed: " + Join(what.changed, ", ")));
  CheckOrder(earlier, later, what, merged);
  CheckDevices(earlier, later, what, merged);
}

}  // namespace

std::string Called(const PlanRecord& plan) {
  return fmt::format("run {} of {}", plan.run, Rfc3339(plan.started));
}

std::string_view Word(const TestRecord& test) {
  return test.kept.empty() ? LavaResult(test.verdict) : test.kept;
}

bool HasLavaClock(const std::optional<JobRecord>& job) {
  return job && job->started != 0;
}

std::string DeviceOf(const AssessedRun& run) {
  return run.job ? Printable(run.job->device, 80) : "";
}

void TakeTests(const RunRecord& run, MergedRuns& merged,
               std::map<std::string, size_t>& position_of) {
  const size_t index = merged.runs.size() - 1;
  std::map<std::string, const TestRecord*> records;
  for (const TestRecord& test : run.tests) records[test.id] = &test;
  std::map<size_t, Replaced> replaced;  // by the earlier run
  std::set<std::string> taken;
  for (const PlannedTest& plan : run.plan.tests) {
    if (!taken.insert(plan.id).second) continue;
    MergedTest test{plan, std::nullopt, index, {}};
    if (const auto found = records.find(plan.id); found != records.end()) {
      test.record = *found->second;
      const auto lines = run.lines.find(plan.id);
      if (lines != run.lines.end()) test.lines = lines->second;
    }
    const auto [known, is_new] =
        position_of.emplace(plan.id, merged.tests.size());
    if (is_new) {
      merged.tests.push_back(std::move(test));
      continue;
    }
    MergedTest& earlier = merged.tests[known->second];
    Take(std::move(test), earlier, replaced[earlier.run], merged);
  }
  for (const auto& [earlier, what] : replaced) {
    Conclude(merged.runs[earlier], merged.runs[index], what, merged);
  }
}

}  // namespace iec
