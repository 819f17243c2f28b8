// SPDX-License-Identifier: Apache-2.0
#include "lib/report/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/record/record_json.h"
#include "lib/report/job.h"
#include "lib/report/later_run.h"

namespace iec {
namespace {

// When a run began: by the clock of LAVA where that is known, then by that of
// the device.
using Moment = std::pair<int64_t, int64_t>;

struct Source {
  std::string input;
  RunRecord run;
  std::optional<JobRecord> job;
  Moment moment;
};

TestRecord* FindTest(RunRecord& run, const std::string& id) {
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
                         what, FileName(source.input))}});
  };
  if (ToJson(source.run.plan) != ToJson(other.plan)) {
    return contradiction("the plan");
  }
  for (const TestRecord& test : other.tests) {
    TestRecord* known = FindTest(source.run, test.id);
    if (known == nullptr) {
      source.run.tests.push_back(test);
      continue;
    }
    const bool both_recorded = known->kept.empty() && test.kept.empty();
    if (both_recorded ? ToJson(*known) != ToJson(test)
                      : Word(*known) != Word(test)) {
      contradiction("the result of " + test.id);
    }
    // What a lab kept gives way to the record.
    if (!known->kept.empty() && test.kept.empty()) {
      *known = test;
      source.run.lines.erase(test.id);  // they are of the log of the job
    }
  }
  if (!source.run.summary) source.run.summary = other.summary;
  source.run.verified = source.run.verified && other.verified;
  merged.notes.push_back(fmt::format("run {} is in {} and in {}",
                                     other.plan.run, source.input, input));
}

Source* FindSource(std::vector<Source>& sources, const std::string& run) {
  const auto found = std::find_if(
      sources.begin(), sources.end(),
      [&](const Source& source) { return source.run.plan.run == run; });
  return found == sources.end() ? nullptr : &*found;
}

// A log has its runs in their order, whatever the clock of the device says.
void SortByTime(const std::vector<RecordInput>& inputs,
                std::vector<Source>& sources) {
  for (const RecordInput& input : inputs) {
    Moment latest;
    for (const RunRecord& run : input.runs) {
      Source& source = *FindSource(sources, run.plan.run);
      const int64_t started = source.run.plan.started;
      const Moment began = {
          HasLavaClock(source.job) ? source.job->started : started, started};
      latest = std::max({latest, source.moment, began});
      source.moment = latest;
    }
  }
  std::stable_sort(
      sources.begin(), sources.end(),
      [](const Source& a, const Source& b) { return a.moment < b.moment; });
}

// Each run has an id of its own.
void CheckReplay(const Source& known, const RecordInput& input,
                 MergedRuns& merged) {
  if (!known.job || !input.job || known.job->id.empty() ||
      input.job->id.empty() || known.job->id == input.job->id) {
    return;
  }
  merged.problems.push_back(
      {input.name,
       {0, fmt::format("run {} is in {}, and in {}: one of them repeats the "
                       "records of the other",
                       known.run.plan.run, JobName(*known.job),
                       JobName(*input.job))}});
}

std::vector<Source> UniqueRuns(const std::vector<RecordInput>& inputs,
                               MergedRuns& merged) {
  std::vector<Source> sources;
  for (const RecordInput& input : inputs) {
    for (const RunRecord& run : input.runs) {
      Source* known = FindSource(sources, run.plan.run);
      if (known == nullptr) {
        sources.push_back({input.name, run, input.job, {}});
        continue;
      }
      CheckReplay(*known, input, merged);
      if (!known->job) known->job = input.job;
      Complete(*known, input.name, run, merged);
    }
  }
  SortByTime(inputs, sources);
  return sources;
}

void WarnOfDevices(MergedRuns& merged) {
  const AssessedRun* last = nullptr;
  for (const AssessedRun& run : merged.runs) {
    if (!DeviceOf(run).empty()) last = &run;
  }
  for (const AssessedRun& run : merged.runs) {
    const std::string device = DeviceOf(run);
    if (device.empty() || device == DeviceOf(*last)) continue;
    merged.warnings.push_back(fmt::format("{} was on {}, {} on {}",
                                          Called(run.plan), device,
                                          Called(last->plan), DeviceOf(*last)));
  }
}

bool HaveDifferentImages(const AssessedRun& a, const AssessedRun& b) {
  return a.job && b.job && !a.job->image_sha256.empty() &&
         !b.job->image_sha256.empty() &&
         a.job->image_sha256 != b.job->image_sha256;
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
    differs("images", HaveDifferentImages(run, *described));
  }
}

}  // namespace

MergedRuns MergeRuns(const std::vector<RecordInput>& inputs) {
  MergedRuns merged;
  std::map<std::string, size_t> position_of;
  std::map<std::string, LeftOut> left_out;
  const std::vector<Source> sources = UniqueRuns(inputs, merged);
  for (const auto& [input, run, job, moment] : sources) {
    merged.runs.push_back(
        {input, run.plan, run.summary, run.verified, job, run.recorded});
    TakeTests(run, merged, position_of);
    for (const LeftOut& test : run.plan.left_out) left_out[test.id] = test;
  }
  for (auto& [id, test] : left_out) {
    if (!position_of.contains(id)) merged.left_out.push_back(std::move(test));
  }
  if (merged.runs.size() > 1) {
    WarnOfDifferences(merged);
    WarnOfDevices(merged);
  }
  return merged;
}

}  // namespace iec
