// SPDX-License-Identifier: Apache-2.0
#include "lib/report/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "lib/base/text.h"
#include "lib/record/record_json.h"

namespace iec {
namespace {

struct Source {
  std::string input;
  RunRecord run;
  std::optional<JobRecord> job;
};

std::string Called(const PlanRecord& plan) {
  return fmt::format("run {} of {}", plan.run, Rfc3339(plan.started));
}

const TestRecord* FindTest(const RunRecord& run, const std::string& id) {
  const auto found =
      std::find_if(run.tests.begin(), run.tests.end(),
                   [&](const TestRecord& test) { return test.id == id; });
  return found == run.tests.end() ? nullptr : &*found;
}

// Puts what `other` has of the same run into `source`.
void Complete(Source& source, const std::string& input, const RunRecord& other,
              MergedRuns& merged) {
  const auto contradiction = [&](const std::string& what) {
    merged.problems.push_back(
        {input,
         {0, fmt::format("run {}: {} differs from that in {}", other.plan.run,
                         what, source.input)}});
  };
  if (ToJson(source.run.plan) != ToJson(other.plan)) {
    return contradiction("the plan");
  }
  for (const TestRecord& test : other.tests) {
    const TestRecord* known = FindTest(source.run, test.id);
    if (known == nullptr) {
      source.run.tests.push_back(test);
    } else if (ToJson(*known) != ToJson(test)) {
      contradiction("the result of " + test.id);
    }
  }
  if (!source.run.summary) source.run.summary = other.summary;
  source.run.verified = source.run.verified && other.verified;
  merged.notes.push_back(fmt::format("run {} is in {} and in {}",
                                     other.plan.run, source.input, input));
}

std::vector<Source> UniqueRuns(const std::vector<RecordInput>& inputs,
                               MergedRuns& merged) {
  std::vector<Source> sources;
  for (const RecordInput& input : inputs) {
    for (const RunRecord& run : input.runs) {
      const auto known = std::find_if(
          sources.begin(), sources.end(), [&](const Source& source) {
            return source.run.plan.run == run.plan.run;
          });
      if (known == sources.end()) {
        sources.push_back({input.name, run, input.job});
      } else {
        if (!known->job) known->job = input.job;
        Complete(*known, input.name, run, merged);
      }
    }
  }
  std::stable_sort(sources.begin(), sources.end(),
                   [](const Source& a, const Source& b) {
                     return a.run.plan.started < b.run.plan.started;
                   });
  return sources;
}

std::string VerdictWord(const std::optional<TestRecord>& record) {
  return std::string(Name(record ? record->verdict : Verdict::kMissing));
}

// What a later run did to the results of the earlier ones.
struct Replaced {
  int number = 0;
  std::vector<std::string> changed;
};

void TakeTests(const RunRecord& run, size_t index, MergedRuns& merged,
               std::map<std::string, size_t>& position_of) {
  std::map<std::string, const TestRecord*> records;
  for (const TestRecord& test : run.tests) records[test.id] = &test;
  std::map<size_t, Replaced> replaced;  // by the earlier run
  std::set<std::string> taken;
  for (const PlannedTest& plan : run.plan.tests) {
    if (!taken.insert(plan.id).second) continue;
    MergedTest test{plan, std::nullopt, index};
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
    Replaced& of_earlier = replaced[earlier.run];
    ++of_earlier.number;
    const std::string before = VerdictWord(earlier.record);
    const std::string after = VerdictWord(test.record);
    if (before != after) {
      of_earlier.changed.push_back(
          fmt::format("{} from {} to {}", plan.id, before, after));
    }
    earlier = std::move(test);
  }
  for (const auto& [earlier, what] : replaced) {
    merged.notes.push_back(fmt::format(
        "{} replaces {} result{} of {}; {}", Called(run.plan), what.number,
        what.number == 1 ? "" : "s", Called(merged.runs[earlier].plan),
        what.changed.empty() ? "no verdict changed"
                             : "changed: " + Join(what.changed, ", ")));
  }
}

void WarnOfDifferences(MergedRuns& merged) {
  const auto described =
      std::find_if(merged.runs.rbegin(), merged.runs.rend(),
                   [](const AssessedRun& run) { return run.recorded; });
  if (described == merged.runs.rend()) return;
  const PlanRecord& last = described->plan;
  for (const AssessedRun& run : merged.runs) {
    if (!run.recorded) continue;
    const PlanRecord& plan = run.plan;
    if (plan.component_type != last.component_type) {
      merged.problems.push_back(
          {run.input,
           {0, fmt::format("{} is of the component type '{}', {} of '{}': one "
                           "report cannot hold both",
                           Called(plan), Printable(plan.component_type),
                           Called(last), Printable(last.component_type))}});
    }
    const auto differs = [&](std::string_view what, bool is_different) {
      if (!is_different) return;
      merged.warnings.push_back(fmt::format("{} and {} have different {}",
                                            Called(plan), Called(last), what));
    };
    differs("profiles", plan.profile_sha256 != last.profile_sha256);
    differs("target levels", plan.target_levels != last.target_levels);
    differs("systems",
            plan.system != last.system || plan.machine != last.machine);
  }
}

}  // namespace

MergedRuns MergeRuns(const std::vector<RecordInput>& inputs) {
  MergedRuns merged;
  std::map<std::string, size_t> position_of;
  std::map<std::string, LeftOut> left_out;
  const std::vector<Source> sources = UniqueRuns(inputs, merged);
  for (const auto& [input, run, job] : sources) {
    merged.runs.push_back(
        {input, run.plan, run.summary, run.verified, job, run.recorded});
    TakeTests(run, merged.runs.size() - 1, merged, position_of);
    for (const LeftOut& test : run.plan.left_out) left_out[test.id] = test;
  }
  for (auto& [id, test] : left_out) {
    if (!position_of.contains(id)) merged.left_out.push_back(std::move(test));
  }
  if (merged.runs.size() > 1) WarnOfDifferences(merged);
  return merged;
}

}  // namespace iec
