// SPDX-License-Identifier: Apache-2.0
#include "lib/collect/join.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "lib/base/digest.h"
#include "lib/base/text.h"
#include "lib/collect/kept_result.h"
#include "lib/lava/signals.h"

namespace iec {
namespace {

constexpr size_t kFoundationalRequirements = 7;
constexpr int64_t kDay = 86'400'000;

// Documents of one job, or a document of none.
struct Group {
  std::optional<JobRecord> job;
  std::vector<size_t> members;
};

bool Agree(const std::string& a, const std::string& b) {
  return a.empty() || b.empty() || a == b;
}

// Two servers may have a job of the same number.
bool IsSameJob(const JobRecord& a, const JobRecord& b) {
  return a.id == b.id && Agree(a.device, b.device) && Agree(a.name, b.name) &&
         (a.started == 0 || b.started == 0 ||
          std::abs(a.started - b.started) < kDay);
}

void Fill(const JobRecord& from, JobRecord& job) {
  const auto text = [](const std::string& source, std::string& target) {
    if (target.empty()) target = source;
  };
  // The result of the job as a whole and its cause come from one document.
  text(from.error_type, job.error_type);
  text(from.error_message, job.error_message);
  text(from.id, job.id);
  text(from.url, job.url);
  text(from.name, job.name);
  text(from.device, job.device);
  text(from.device_type, job.device_type);
  text(from.image_sha256, job.image_sha256);
  // "Canceled" says more than the case `job`, of which Incomplete is made.
  if (from.health == "Canceled") job.health = from.health;
  text(from.health, job.health);
  const auto moment = [](int64_t source, int64_t& target) {
    if (target == 0) target = source;
  };
  moment(from.submitted, job.submitted);
  moment(from.started, job.started);
  moment(from.finished, job.finished);
}

std::vector<Group> GroupsOf(const std::vector<Collected>& collected) {
  std::vector<Group> groups;
  std::map<std::string, std::vector<size_t>> groups_of;  // by id of the job
  for (size_t i = 0; i < collected.size(); ++i) {
    const auto& job = collected[i].input.job;
    size_t found = groups.size();
    if (job && !job->id.empty()) {
      std::vector<size_t>& known = groups_of[job->id];
      for (const size_t group : known) {
        if (IsSameJob(*groups[group].job, *job)) found = group;
      }
      if (found == groups.size()) known.push_back(found);
    }
    if (found == groups.size()) groups.emplace_back();
    Group& group = groups[found];
    if (job) {
      if (!group.job) group.job.emplace();
      Fill(*job, *group.job);
    }
    group.members.push_back(i);
  }
  return groups;
}

std::map<std::string, int> Remaining(const RunRecord& run) {
  std::map<std::string, int> left = run.summary->verdicts;
  for (const TestRecord& test : run.tests) {
    --left[std::string(Name(test.verdict))];
  }
  return left;
}

// Where the summary of the run arrived, what it has left over decides whether
// LAVA's word can be true, and tells an error from a failure.
bool AgreesWithSummary(const RunRecord& run, TestRecord& record) {
  if (!run.summary) return true;
  const auto left = Remaining(run);
  const auto has = [&](Verdict verdict) {
    const auto found = left.find(std::string(Name(verdict)));
    return found != left.end() && found->second > 0;
  };
  if (record.verdict == Verdict::kFail && !has(Verdict::kFail)) {
    record.verdict = Verdict::kError;
  }
  return has(record.verdict);
}

class Joiner {
 public:
  Joiner(std::vector<Collected>& collected, bool keyed)
      : collected_(collected), keyed_(keyed) {}

  std::vector<RecordInput> Run() {
    std::vector<Group> groups = GroupsOf(collected_);
    for (Group& group : groups) Join(group);
    std::vector<RecordInput> inputs;
    for (size_t i = 0; i < collected_.size(); ++i) {
      inputs.push_back(std::move(collected_[i].input));
    }
    return inputs;
  }

 private:
  void Join(Group& group) {
    CheckPages(group);
    size_t recorded = group.members.size();
    size_t holder = group.members.front();  // of the results
    bool has_results = false;
    std::vector<KeptResult> results;
    {
      KeptResults kept;
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
        std::vector<Problem>& problems = one.input.problems;
        for (const LavaCase& lava : one.cases) {
          if (seen.emplace(lava.suite, lava.name, lava.result).second) {
            kept.Add(lava, problems);
          }
        }
        for (const ShellResult& shell : one.shell) kept.Add(shell, problems);
        one.cases.clear();
        one.shell.clear();
      }
      results = kept.Take();
    }
    if (recorded < group.members.size()) {
      Complete(group, collected_[group.members[recorded]].input, results);
    }
    if (!results.empty()) MakeRun(group, collected_[holder].input, results);
    Describe(group);
  }

  // Takes out of `results` what a run of the group planned.
  void Complete(Group& group, RecordInput& first,
                std::vector<KeptResult>& results) {
    std::vector<KeptResult> others;
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
      if (planning.empty()) {
        first.problems.push_back(
            {0, fmt::format("LAVA kept a result of {}, which no plan of its "
                            "job has: it is ignored",
                            kept.id)});
      } else {
        Compare(kept, planning, first);
      }
    }
    results = std::move(others);
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

  void MakeRun(const Group& group, RecordInput& input,
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
      run.lines[kept.id] = kept.lines;
      run.tests.push_back(RecordOf(kept, keyed_));
      if (run.plan.started == 0) run.plan.started = kept.logged;
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
  void Describe(Group& group) {
    const bool has_run = std::any_of(
        group.members.begin(), group.members.end(),
        [&](size_t i) { return !collected_[i].input.runs.empty(); });
    std::vector<PeerReport> peer;
    for (const size_t member : group.members) {
      RecordInput& input = collected_[member].input;
      if (peer.empty()) peer = std::move(input.peer);
      input.peer.clear();
    }
    for (const size_t member : group.members) {
      RecordInput& input = collected_[member].input;
      input.job.reset();
      const bool shown =
          has_run ? !input.runs.empty() : member == group.members.front();
      if (!shown) continue;
      input.job = group.job;
      if (!has_run) input.peer = std::move(peer);
    }
  }

  void CheckPages(const Group& group) {
    size_t promised = 0;
    size_t here = 0;
    for (const size_t member : group.members) {
      promised = std::max(promised, collected_[member].promised);
      if (collected_[member].promised > 0) here += collected_[member].page;
    }
    if (here >= promised) return;
    collected_[group.members.front()].input.problems.push_back(
        {0, fmt::format("{} of the {} results of the job are here: fetch the "
                        "tests with ?limit=100000, or give each page",
                        here, promised)});
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
