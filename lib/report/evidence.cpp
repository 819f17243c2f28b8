// SPDX-License-Identifier: Apache-2.0
#include "lib/report/evidence.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.h"
#include "lib/report/job.h"
#include "lib/report/layout.h"

namespace iec {
namespace {

// Of one line. A device may print megabytes.
constexpr size_t kLongest = 1000;

// 2999-12-31T23:59:59.999Z, the last one that OSCAL takes.
constexpr int64_t kLastMoment = 32503679999999;

class FactList {
 public:
  void Add(std::string_view name, std::string_view text) {
    if (!text.empty()) facts_.emplace_back(name, Short(text, kLongest));
  }
  void AddMoment(std::string_view name, int64_t moment) {
    if (moment != 0 && IsMoment(moment)) {
      facts_.emplace_back(name, Rfc3339(moment));
    }
  }
  Facts Take() { return std::move(facts_); }

 private:
  Facts facts_;
};

void AddJob(const JobRecord& job, FactList& facts) {
  facts.Add("lava_job", job.id);
  facts.Add("lava_url", job.url);
  facts.Add("lava_name", job.name);
  facts.Add("device", job.device);
  facts.Add("device_type", job.device_type);
  facts.Add("lava_health", job.health);
  facts.Add("lava_error_type", job.error_type);
  facts.Add("lava_error", job.error_message);
  facts.Add("image_sha256", job.image_sha256);
  facts.AddMoment("lava_submitted", job.submitted);
  facts.AddMoment("lava_started", job.started);
  facts.AddMoment("lava_finished", job.finished);
}

}  // namespace

bool IsMoment(int64_t milliseconds_since_epoch) {
  return milliseconds_since_epoch >= 0 &&
         milliseconds_since_epoch <= kLastMoment;
}

std::string Short(std::string_view text, size_t width) {
  // A character has at most 4 bytes: what is surely cut is not even read.
  return Fit(SafeText(text.substr(0, width * 4 + 4)), width);
}

std::vector<std::string> EvidenceLines(const AssessedTest& test) {
  std::vector<std::string> lines;
  const auto add = [&lines](std::string_view label, std::string_view text) {
    lines.push_back(std::string(label) + Short(text, kLongest));
  };
  add(fmt::format("{}: ", Name(test.verdict)), test.plan.id);
  if (!test.reason.empty()) add("", test.reason);
  if (!test.waiver.empty()) add("", test.waiver);
  for (const Check& check : test.record.checks) {
    if (check.holds || check.kind == Check::Kind::kNote) continue;
    add(check.kind == Check::Kind::kControl ? "control: " : "expected: ",
        check.expected);
    add("found: ", check.found);
    if (!check.where.empty()) add("where: ", check.where);
  }
  for (const std::string& failure : test.record.undo_failures) {
    add("not undone: ", failure);
  }
  return lines;
}

Facts RunFacts(const AssessedRun& run) {
  FactList facts;
  facts.Add("run", run.plan.run);
  facts.Add("input", run.input);
  if (!run.recorded) facts.Add("record", "none arrived");
  facts.Add("signed", run.verified ? "yes" : "no");
  facts.AddMoment("started", run.plan.started);
  facts.Add("runner_version", run.plan.runner_version);
  facts.Add("runner_commit", run.plan.runner_commit);
  facts.Add("lane", run.plan.lane);
  facts.Add("machine", run.plan.machine);
  facts.Add("system", run.plan.system);
  facts.Add("kernel", run.plan.kernel);
  facts.Add("component_type", run.plan.component_type);
  facts.Add("profile", run.plan.profile_name);
  facts.Add("profile_sha256", run.plan.profile_sha256);
  if (run.job) AddJob(*run.job, facts);
  return facts.Take();
}

Facts TestFacts(const Assessment& assessment, const AssessedTest& test) {
  Facts facts = RunFacts(assessment.runs[test.run]);
  if (const std::string lines = LinesText(test.lines); !lines.empty()) {
    facts.emplace_back("log", lines);
  }
  return facts;
}

std::string Origin(const Assessment& assessment, const AssessedTest& test) {
  const AssessedRun& run = assessment.runs[test.run];
  std::string origin = "run " + Short(run.plan.run, 40);
  if (run.job) origin += ", " + Short(JobName(*run.job), 200);
  if (const std::string lines = LinesText(test.lines); !lines.empty()) {
    origin += fmt::format(", {} of {}", lines, Short(run.input, 200));
  }
  return origin;
}

std::string FrTitle(const Assessment& assessment, int fr) {
  for (const AssessedLevel& level : assessment.levels) {
    if (level.fr == fr) return fmt::format("FR {} {}", fr, level.title);
  }
  return "Not in the catalogue";
}

std::vector<std::string> Remarks(const Assessment& assessment) {
  std::vector<std::string> remarks;
  const auto add = [&remarks](std::string_view label, std::string_view text) {
    if (!text.empty()) {
      remarks.push_back(std::string(label) + Short(text, kLongest));
    }
  };
  add("part only: ", assessment.partial);
  add("targets and waivers from ", assessment.judged_by);
  for (const std::string& text : assessment.deviations) {
    add("deviation: ", text);
  }
  return remarks;
}

std::string Targets(const Assessment& assessment) {
  if (!assessment.target_known) return "unknown";
  std::vector<std::string> targets;
  for (const AssessedLevel& level : assessment.levels) {
    targets.push_back(std::to_string(level.target));
  }
  const bool same =
      std::all_of(targets.begin(), targets.end(),
                  [&](const auto& text) { return text == targets.front(); });
  if (targets.empty() || same) return std::to_string(assessment.target);
  return Join(targets, ", ") + " (FR 1 to 7)";
}

}  // namespace iec
