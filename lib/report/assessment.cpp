// SPDX-License-Identifier: Apache-2.0
#include "lib/report/assessment.h"

#include <fmt/format.h>

#include <algorithm>

#include "lib/base/exit_status.h"
#include "lib/base/text.h"
#include "lib/report/job.h"
#include "lib/report/judge.h"
#include "lib/report/merge.h"
#include "lib/report/waiver.h"

namespace iec {
namespace {

constexpr size_t kPeerText = 80;  // bytes that are shown
constexpr size_t kPath = 5000;    // what may hold one

void CollectProblems(const std::vector<RecordInput>& inputs,
                     Assessment& assessment) {
  for (const RecordInput& input : inputs) {
    for (const Problem& problem : input.problems) {
      assessment.problems.push_back({input.name, problem});
    }
    if (!input.remark.empty()) {
      assessment.warnings.push_back(input.name + ": " + input.remark);
    }
    for (const RunRecord& run : input.runs) {
      for (const Problem& problem : run.problems) {
        assessment.problems.push_back({input.name, problem});
      }
    }
  }
}

// The peer of another job of the same MultiNode job: what it says is of the
// wires, and part of how the verdicts came about.
void CollectPeer(const RecordInput& input, Assessment& assessment) {
  std::vector<std::string> results;
  bool well = true;
  for (const PeerReport& report : input.peer) {
    results.push_back(fmt::format("{} {}", Printable(report.name, kPeerText),
                                  Printable(report.result, kPeerText)));
    well = well && report.result == "pass";
  }
  std::string text =
      JobName(*input.job) + " was the peer: " + Join(results, ", ");
  const std::string fault = JobFault(*input.job);
  if (!fault.empty()) text += "; it " + fault;
  (well && fault.empty() ? assessment.notes : assessment.warnings)
      .push_back(std::move(text));
}

// An infrastructure's failure is nobody's verdict, but it must be seen. Where a
// plan is, that shows what the job did not come to; else nothing does.
void CollectFaults(const std::vector<RecordInput>& inputs,
                   Assessment& assessment) {
  for (const RecordInput& input : inputs) {
    if (!input.job) continue;
    const std::string fault = JobFault(*input.job);
    const bool planned =
        std::all_of(input.runs.begin(), input.runs.end(),
                    [](const RunRecord& run) { return run.recorded; });
    if (input.runs.empty() && !input.peer.empty()) {
      CollectPeer(input, assessment);
    } else if (input.runs.empty()) {
      assessment.problems.push_back(
          {input.name,
           {0,
            fmt::format(
                "{} {}: nothing of it is in this report", JobName(*input.job),
                fault.empty() ? "kept no result of a test of ours" : fault)}});
    } else if (!fault.empty() && !planned) {
      assessment.problems.push_back(
          {input.name,
           {0, fmt::format("{} {}: without a record nobody knows which results "
                           "are lacking",
                           JobName(*input.job), fault)}});
    } else if (!fault.empty()) {
      assessment.warnings.push_back(
          fmt::format("{} {}", JobName(*input.job), fault));
    }
  }
}

// A line for each; what others chose makes no more of them.
Error NoRun(const Assessment& assessment) {
  std::string message = "there is no run to report";
  for (const auto& [input, problem] : assessment.problems) {
    message += fmt::format("\n{}:{}: {}", Printable(input, kPath), problem.line,
                           Printable(problem.what, kPath));
  }
  return Error{message};
}

// Of each run once, those too whose results a later run replaced: the device
// is not as it was. The summary also counts what the runner itself could not
// undo.
int64_t UndoFailures(const std::vector<RecordInput>& inputs) {
  std::map<std::string, int64_t> by_run;
  for (const RecordInput& input : inputs) {
    for (const RunRecord& run : input.runs) {
      int64_t in_tests = 0;
      for (const TestRecord& test : run.tests) {
        in_tests += static_cast<int64_t>(test.undo_failures.size());
      }
      const int64_t in_all = run.summary ? run.summary->undo_failures : 0;
      int64_t& known = by_run[run.plan.run];
      known = std::max({known, in_tests, in_all});
    }
  }
  int64_t sum = 0;
  for (const auto& [run, number] : by_run) sum += number;
  return sum;
}

// One that was made before its job is of another job, or its clock is not set.
void CheckAge(const AssessedRun& run, Assessment& assessment) {
  if (!run.job || ClockIsWrong(run.plan.started)) return;
  const JobRecord& job = *run.job;
  const int64_t began = job.submitted != 0 ? job.submitted : job.started;
  if (began == 0 || run.plan.started >= began - kDay) return;
  std::string what = fmt::format(
      "run {} began at {} by the clock of the device, more than a day before "
      "its job ({}, {}): that clock is not set, or it is the record of an "
      "earlier job",
      run.plan.run, Rfc3339(run.plan.started), JobName(job), Rfc3339(began));
  if (run.verified) {
    what += "; set the clock, and give each job a key of its own";
    AddProblem(run, std::move(what), assessment);
  } else {
    assessment.warnings.push_back(std::move(what));
  }
}

// A torn run does not matter where later runs replaced all its results.
void CheckEnds(const MergedRuns& merged, const AssessmentOptions& options,
               Assessment& assessment) {
  for (size_t i = 0; i < assessment.runs.size(); ++i) {
    const AssessedRun& run = assessment.runs[i];
    if (!run.recorded) continue;
    if (ClockIsWrong(run.plan.started)) {
      assessment.warnings.push_back(
          fmt::format("the clock of the device is wrong ({} at the start of "
                      "run {}): no waiver is valid by it",
                      Rfc3339(run.plan.started), run.plan.run));
    }
    CheckAge(run, assessment);
    const bool counts =
        i + 1 == assessment.runs.size() ||
        std::any_of(merged.tests.begin(), merged.tests.end(),
                    [&](const MergedTest& test) { return test.run == i; });
    if (!counts) continue;
    if (!run.summary && !options.torn_off) {
      AddProblem(
          run,
          fmt::format("run {} was torn off: it has no summary", run.plan.run),
          assessment);
    } else if (run.summary && run.summary->interrupted) {
      AddProblem(run, fmt::format("run {} was interrupted", run.plan.run),
                 assessment);
    }
  }
}

// A record that is complete adds up to its own summary.
void CheckSums(const std::vector<RecordInput>& inputs, Assessment& assessment) {
  for (const RecordInput& input : inputs) {
    for (const RunRecord& run : input.runs) {
      if (!run.summary || run.tests.size() != run.plan.tests.size()) continue;
      if (std::any_of(
              run.tests.begin(), run.tests.end(),
              [](const TestRecord& test) { return !test.kept.empty(); })) {
        continue;  // what stands in for a record may be an error or a failure
      }
      std::map<std::string, int> counts;
      for (const TestRecord& test : run.tests) {
        ++counts[std::string(Name(test.verdict))];
      }
      std::map<std::string, int> said = run.summary->verdicts;
      std::erase_if(said, [](const auto& entry) { return entry.second == 0; });
      if (counts == said) continue;
      assessment.problems.push_back(
          {input.name,
           {0, fmt::format("run {}: its summary does not add up to its test "
                           "records",
                           run.plan.run)}});
    }
  }
}

void AddOnce(const std::vector<std::string>& from,
             std::vector<std::string>& to) {
  for (const std::string& text : from) {
    if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
  }
}

bool IsOfAnotherShard(const LeftOut& test) {
  return test.reason.starts_with(kAnotherShard);
}

bool IsOfTheWholeSuite(const AssessedRun& run) {
  return run.plan.selection.empty() &&
         std::none_of(run.plan.left_out.begin(), run.plan.left_out.end(),
                      IsOfAnotherShard);
}

// What was selected where each run selects.
std::vector<std::string> Selected(const Assessment& assessment) {
  std::vector<std::string> selected;
  for (const AssessedRun& run : assessment.runs) {
    if (run.plan.selection.empty()) return {};
    AddOnce(run.plan.selection, selected);
  }
  return selected;
}

void SayWhatIsPartial(Assessment& assessment) {
  std::vector<std::string> reasons;
  if (std::none_of(assessment.runs.begin(), assessment.runs.end(),
                   IsOfTheWholeSuite)) {
    const auto selected = Selected(assessment);
    if (!selected.empty()) {
      reasons.push_back("only a selection of the suite ran: " +
                        Join(selected, ", "));
    }
    const auto elsewhere =
        std::count_if(assessment.left_out.begin(), assessment.left_out.end(),
                      IsOfAnotherShard);
    if (elsewhere > 0) {
      reasons.push_back(fmt::format(
          "{} test{} left to another shard, whose record is not here",
          elsewhere, elsewhere == 1 ? "" : "s"));
    }
  }
  if (assessment.tests.empty()) {
    reasons.emplace_back("no test was planned");
    AddProblem(assessment.runs.back(), "no test was planned: nothing was tried",
               assessment);
  }
  assessment.partial = Join(reasons, "; ");
}

// "2 tests failed", "1 test failed"; nothing where there are none.
class Reasons {
 public:
  void Add(int64_t number, std::string_view noun, std::string_view what) {
    if (number <= 0) return;
    list_.push_back(
        fmt::format("{} {}{} {}", number, noun, number == 1 ? "" : "s", what));
  }
  bool empty() const { return list_.empty(); }
  const std::vector<std::string>& list() const { return list_; }

 private:
  std::vector<std::string> list_;
};

int64_t Count(const std::map<Verdict, int>& counts, Verdict verdict) {
  const auto found = counts.find(verdict);
  return found == counts.end() ? 0 : found->second;
}

void Conclude(const AssessmentOptions& options, Assessment& assessment) {
  const auto& tests = assessment.test_counts;
  const auto& rows = assessment.requirement_counts;
  Reasons failures;
  failures.Add(Count(tests, Verdict::kFail), "test", "failed");
  failures.Add(
      std::count_if(assessment.waivers.begin(), assessment.waivers.end(),
                    [](const AssessedWaiver& waiver) {
                      return waiver.state == AssessedWaiver::State::kExpired;
                    }),
      "waiver", "expired");
  Reasons gaps;
  gaps.Add(Count(tests, Verdict::kError), "test", "without a verdict");
  gaps.Add(Count(tests, Verdict::kMissing), "result", "missing");
  gaps.Add(assessment.undo_failures, "change", "not undone");
  gaps.Add(static_cast<int64_t>(assessment.problems.size()), "problem",
           "in the input");
  if (options.strict) {
    gaps.Add(Count(rows, Verdict::kNotCovered), "requirement", "not covered");
    gaps.Add(Count(rows, Verdict::kManual) +
                 static_cast<int64_t>(assessment.constraints.size()),
             "row", "with manual evidence outstanding");
  }
  assessment.exit_status = !failures.empty() ? kExitFinding
                           : !gaps.empty()   ? kExitNoVerdict
                                             : kExitPass;
  std::vector<std::string> reasons = failures.list();
  reasons.insert(reasons.end(), gaps.list().begin(), gaps.list().end());
  if (const int64_t waived = Count(tests, Verdict::kWaived);
      reasons.empty() && waived > 0) {
    assessment.exit_reason = fmt::format(
        "nothing failed that is not waived ({} waived), and no result is "
        "missing",
        waived);
    return;
  }
  assessment.exit_reason = reasons.empty()
                               ? "nothing failed and no result is missing"
                               : Join(reasons, ", ");
}

}  // namespace

void AddProblem(const AssessedRun& run, std::string what,
                Assessment& assessment) {
  assessment.problems.push_back({run.input, {0, std::move(what)}});
}

std::string_view Name(AssessedWaiver::State state) {
  switch (state) {
    case AssessedWaiver::State::kApplied:
      return "applied";
    case AssessedWaiver::State::kNotNeeded:
      return "not_needed";
    case AssessedWaiver::State::kExpired:
      return "expired";
    case AssessedWaiver::State::kUnmatched:
      break;
  }
  return "unmatched";
}

const PlanRecord& Assessment::device() const {
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    if (run->recorded) return run->plan;
  }
  return runs.back().plan;
}

bool Assessment::verified() const {
  return std::all_of(runs.begin(), runs.end(),
                     [](const AssessedRun& run) { return run.verified; });
}

Result<Assessment> Assess(const std::vector<RecordInput>& inputs,
                          const AssessmentOptions& options) {
  Assessment assessment;
  CollectProblems(inputs, assessment);
  CollectFaults(inputs, assessment);
  MergedRuns merged = MergeRuns(inputs);
  if (merged.runs.empty()) return NoRun(assessment);
  assessment.runs = merged.runs;
  for (AssessedRun& run : assessment.runs) {
    if (!run.recorded && run.plan.component_type.empty()) {
      run.plan.component_type = options.component_type;
    }
    AddOnce(run.plan.deviations, assessment.deviations);
  }
  assessment.judged_by = options.judged_by;
  assessment.left_out = merged.left_out;
  assessment.notes.insert(assessment.notes.end(), merged.notes.begin(),
                          merged.notes.end());
  assessment.warnings.insert(assessment.warnings.end(), merged.warnings.begin(),
                             merged.warnings.end());
  for (InputProblem& problem : merged.problems) {
    assessment.problems.push_back(std::move(problem));
  }
  CheckEnds(merged, options, assessment);
  CheckSums(inputs, assessment);
  assessment.undo_failures = UndoFailures(inputs);
  JudgeTests(merged.tests, options, assessment);
  JudgeRequirements(options, assessment);
  JudgeWaivers(options, assessment);
  SayWhatIsPartial(assessment);
  Conclude(options, assessment);
  return assessment;
}

}  // namespace iec
