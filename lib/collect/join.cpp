// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/join.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/collect/job_group.h"
#include "lib/collect/kept_result.h"
#include "lib/lava/signals.h"

namespace iec {
namespace {

constexpr size_t kFoundationalRequirements = 7;

// Where the summary of the run arrived, what its records leave over decides
// whether LAVA's word can be true, and tells an error from a failure. Where
// both are left nobody knows which test is which.
bool AgreesWithSummary(const RunRecord& run, TestRecord& record) {
  if (!run.summary) return true;
  std::map<std::string, int> left = run.summary->verdicts;
  int same = 0;  // stand-ins of the same word
  for (const TestRecord& test : run.tests) {
    if (test.kept.empty()) --left[std::string(Name(test.verdict))];
    if (test.kept == record.kept) ++same;
  }
  const auto number = [&](Verdict verdict) {
    return std::max(left[std::string(Name(verdict))], 0);
  };
  if (record.verdict != Verdict::kFail) return number(record.verdict) > same;
  if (number(Verdict::kError) > 0) record.verdict = Verdict::kError;
  return number(Verdict::kFail) + number(Verdict::kError) > same;
}

class Joiner {
 public:
  Joiner(std::vector<Collected>& collected, bool keyed)
      : collected_(collected), keyed_(keyed) {}

  std::vector<RecordInput> Run() {
    std::vector<JobGroup> groups = GroupsOf(collected_);
    for (JobGroup& group : groups) Join(group);
    std::vector<RecordInput> inputs;
    for (size_t i = 0; i < collected_.size(); ++i) {
      inputs.push_back(std::move(collected_[i].input));
    }
    return inputs;
  }

 private:
  void Join(JobGroup& group) {
    CheckPages(group);
    size_t recorded = group.members.size();
    size_t holder = group.members.front();  // of the results
    bool has_results = false;
    std::vector<KeptResult> results;
    {
      KeptResults kept;
      const std::set<std::string> shell_suites = ShellSuites(group);
      std::set<std::tuple<std::string, std::string, std::string>> seen;
      for (size_t m = 0; m < group.members.size(); ++m) {
        Collected& one = collected_[group.members[m]];
        if (!one.input.runs.empty() && recorded == group.members.size()) {
          recorded = m;
        }
        if (!has_results && !(one.cases.empty() && one.shell.empty())) {
          has_results = true;
          holder = group.members[m];
        }
        ProblemList problems;
        for (const LavaCase& lava : one.cases) {
          // Another lab's "TC_login" is nobody's.
          if (RequirementOf(lava).empty() && !shell_suites.contains(lava.suite))
            continue;
          const std::string result = IsMissing(lava) ? "" : lava.result;
          if (seen.emplace(lava.suite, lava.name, result).second) {
            kept.Add(lava, problems);
          }
        }
        for (const ShellResult& shell : one.shell) kept.Add(shell, problems);
        AddTo(one.input, problems.Take());
        one.cases.clear();
        one.shell.clear();
      }
      results = kept.Take();
    }
    for (const size_t member : group.members) {
      const std::vector<Problem> lost = std::move(collected_[member].lost);
      if (recorded == group.members.size()) {
        AddTo(collected_[member].input, lost);
      }
    }
    if (recorded < group.members.size()) {
      Complete(group, collected_[group.members[recorded]].input, results);
    }
    if (!results.empty()) MakeRun(group, collected_[holder].input, results);
    Describe(group);
  }

  // Takes out of `results` what a run of the group planned.
  void Complete(JobGroup& group, RecordInput& first,
                std::vector<KeptResult>& results) {
    std::vector<KeptResult> others;
    ProblemList problems;
    for (KeptResult& kept : results) {
      if (kept.shell) {
        others.push_back(std::move(kept));
        continue;
      }
      std::vector<RunRecord*> planning;
      for (const size_t member : group.members) {
        for (RunRecord& run : collected_[member].input.runs) {
          if (Plans(run, kept)) planning.push_back(&run);
        }
      }
      if (kept.result.empty()) continue;  // what is planned says so better
      if (planning.empty()) {
        problems.Add(ProblemList::Kind::kUnplanned, 0,
                     fmt::format("LAVA kept a result of {}, which no plan of "
                                 "its job has: it is ignored",
                                 kept.id));
      } else {
        Compare(kept, planning, first);
      }
    }
    AddTo(first, problems.Take());
    results = std::move(others);
  }

  static void AddTo(RecordInput& input, const std::vector<Problem>& problems) {
    input.problems.insert(input.problems.end(), problems.begin(),
                          problems.end());
  }

  // Those of LAVA's in which a test of the CIP project's shell suite is.
  std::set<std::string> ShellSuites(const JobGroup& group) const {
    std::set<std::string> suites;
    for (const size_t member : group.members) {
      for (const LavaCase& lava : collected_[member].cases) {
        if (IsShellTest(lava.name) && !RequirementOf(lava).empty()) {
          suites.insert(lava.suite);
        }
      }
    }
    return suites;
  }

  static bool Plans(const RunRecord& run, const KeptResult& kept) {
    return std::any_of(run.plan.tests.begin(), run.plan.tests.end(),
                       [&](const PlannedTest& test) {
                         return test.id == kept.id &&
                                test.requirement == kept.requirement;
                       });
  }

  void Compare(const KeptResult& kept, const std::vector<RunRecord*>& planning,
               RecordInput& input) {
    RunRecord* lacking = nullptr;
    size_t lacking_runs = 0;
    bool same = false;
    for (RunRecord* run : planning) {
      const auto found = std::find_if(
          run->tests.begin(), run->tests.end(),
          [&](const TestRecord& test) { return test.id == kept.id; });
      if (found == run->tests.end()) {
        lacking = run;
        ++lacking_runs;
      } else {
        same = same || LavaResult(found->verdict) == kept.result;
      }
    }
    if (lacking_runs == 0 && !same) {
      input.problems.push_back(
          {0, fmt::format("LAVA kept '{}' of {}, which is not what the record "
                          "of the test says",
                          kept.result, kept.id)});
    }
    // With several runs in one job nobody knows whose result it is.
    if (lacking_runs != 1 || planning.size() != 1) return;
    TestRecord record = RecordOf(kept, keyed_);
    if (!keyed_ && !AgreesWithSummary(*lacking, record)) {
      input.problems.push_back(
          {0, fmt::format("LAVA kept '{}' of {}, whose record is lost; the "
                          "summary of the run has no such test left",
                          kept.result, kept.id)});
      return;
    }
    lacking->lines[kept.id] = kept.lines;
    lacking->tests.push_back(std::move(record));
  }

  void MakeRun(const JobGroup& group, RecordInput& input,
               const std::vector<KeptResult>& results) {
    RunRecord run;
    run.recorded = false;
    const bool shell = results.front().shell;
    const bool numbered = group.job && !group.job->id.empty();
    std::string name =
        numbered ? Number(group.job->id) : Sha256Hex(input.name).substr(0, 16);
    run.plan.run = (shell ? "shell_" : "lava_") + name;
    for (int n = 2; !run_ids_.insert(run.plan.run).second; ++n) {
      run.plan.run =
          fmt::format("{}{}_{}", shell ? "shell_" : "lava_", name, n);
    }
    run.plan.target_levels.assign(kFoundationalRequirements, 0);
    if (group.job) run.plan.started = group.job->started;
    for (const KeptResult& kept : results) {
      run.plan.tests.push_back({kept.id, kept.requirement, kept.called});
      if (run.plan.started == 0) run.plan.started = kept.logged;
      if (kept.result.empty()) continue;
      run.lines[kept.id] = kept.lines;
      run.tests.push_back(RecordOf(kept, keyed_));
    }
    input.runs.push_back(std::move(run));
  }

  static std::string Number(const std::string& id) {
    std::string number;
    for (const char c : id) number += c >= '0' && c <= '9' ? c : '_';
    return number.substr(0, 20);
  }

  // Every run of the group gets the job; a document that has no run is seen
  // only where the whole group has none, and then once, with what any of them
  // says of a peer.
  void Describe(JobGroup& group) {
    const bool has_run = std::any_of(
        group.members.begin(), group.members.end(),
        [&](size_t i) { return !collected_[i].input.runs.empty(); });
    // Of a job that nobody can name only a bad end is worth a word.
    const bool is_good_end = IsJobEnd(collected_[group.members.front()]) &&
                             group.job->health == "Complete" &&
                             group.job->error_type.empty();
    std::vector<PeerReport> peer;
    for (const size_t member : group.members) {
      RecordInput& input = collected_[member].input;
      if (peer.empty()) peer = std::move(input.peer);
      input.peer.clear();
    }
    for (const size_t member : group.members) {
      RecordInput& input = collected_[member].input;
      input.job.reset();
      const bool shown = has_run
                             ? !input.runs.empty()
                             : member == group.members.front() && !is_good_end;
      if (!shown) continue;
      input.job = group.job;
      if (!has_run) input.peer = std::move(peer);
    }
  }

  // A list without a neighbour is whole by itself, or short.
  void CheckPages(const JobGroup& group) {
    struct List {
      size_t promised = 0;
      std::set<int64_t> rows;
    };
    std::map<std::string, List> lists;
    for (const size_t member : group.members) {
      const Collected& one = collected_[member];
      if (!one.of_list) continue;
      List& list = lists[one.of_list->list];
      // Without an address several lists are told apart by nothing.
      if (one.of_list->list.empty() &&
          one.of_list->rows.size() >= one.of_list->promised) {
        continue;
      }
      list.promised = std::max(list.promised, one.of_list->promised);
      list.rows.insert(one.of_list->rows.begin(), one.of_list->rows.end());
    }
    RecordInput& first = collected_[group.members.front()].input;
    for (const auto& [address, list] : lists) {
      if (list.rows.size() >= list.promised) continue;
      first.problems.push_back(
          {0, fmt::format("{} of the {} results of the {} are here: fetch the "
                          "tests with ?limit=100000, or give each page",
                          list.rows.size(), list.promised,
                          address.find("/suites/") == std::string::npos
                              ? "job"
                              : "suite")});
    }
    if (!group.job && collected_[group.members.front()].of_list) {
      first.problems.push_back(
          {0, "a page without results: nothing of its job is in this report"});
    }
  }

  std::vector<Collected>& collected_;
  bool keyed_;
  std::set<std::string> run_ids_;
};

}  // namespace

std::vector<RecordInput> JoinJobs(std::vector<Collected> collected,
                                  bool keyed) {
  return Joiner(collected, keyed).Run();
}

}  // namespace iec
