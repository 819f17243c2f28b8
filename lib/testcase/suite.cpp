// SPDX-License-Identifier: Apache-2.0
#include "lib/testcase/suite.h"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <list>
#include <optional>

#include "lib/base/text.h"
#include "lib/dut/undo.h"
#include "lib/testcase/check.h"
#include "lib/testcase/child_process.h"
#include "lib/testcase/gtest_adapter.h"
#include "lib/testcase/judge.h"

namespace iec {
namespace {

using std::chrono::milliseconds;

// Ending sessions of a temporary account waits for the device's own clean-up.
constexpr std::chrono::seconds kUndoTimeLimit{120};
// A process that a leaked descendant keeps the pipe of open is noticed by
// looking, not by the pipe: this often.
constexpr milliseconds kLookInterval{100};

TestRecord NewRecord(const TestCase& test) {
  TestRecord record;
  record.id = test.Id();
  record.requirement = test.requirement;
  record.started = NowMilliseconds();
  return record;
}

// The verdicts that need no run.
std::optional<TestRecord> Precheck(const TestCase& test,
                                   const Profile& profile) {
  TestRecord record = NewRecord(test);
  for (const Capability need : test.needs) {
    if (profile.Declares(need)) continue;
    record.verdict = Verdict::kNotApplicable;
    record.reason = fmt::format("the profile declares no {}", Name(need));
    return record;
  }
  if (test.privilege == Privilege::kRoot && geteuid() != 0) {
    record.verdict = Verdict::kError;
    record.reason = "it needs root: run it as root";
    return record;
  }
  return std::nullopt;
}

// A test from its start to its record: first the body, then the undoing.
class RunningTest {
 public:
  RunningTest(const TestCase& test, const Profile& profile,
              const SuiteOptions& options)
      : test_(test),
        journal_(UndoJournal::PathFor(options.undo_directory, options.run,
                                      test.Id())),
        record_(NewRecord(test)) {
    auto child = ChildProcess::Start(
        [&test, &profile, &options] {
          Dut dut(profile, options.run, test.Id(), options.undo_directory);
          dut.set_slow(options.slow);
          if (options.peer) {
            dut.set_peer(*options.peer, [](const std::string& why) {
              Obstacle("the connection to the peer was lost: " + why);
            });
          }
          RunThroughGoogleTest(test, dut);
        },
        TimeLimit(test, profile, options.slow));
    if (!child.ok()) {
      record_.reason = child.error().message;
      done_ = true;
      return;
    }
    process_ = std::move(child).value();
  }

  const TestCase& test() const { return test_; }
  const TestRecord& record() const { return record_; }
  bool done() const { return done_; }
  int fd() const { return process_ ? process_->fd() : -1; }
  pid_t pid() const { return process_ ? process_->pid() : -1; }
  ChildProcess::Clock::time_point deadline() const {
    return process_->deadline();
  }

  // The body is cut short; what it changed is undone all the same.
  void Interrupt() {
    if (process_ && !undoing_) process_->Interrupt();
  }

  // Looks what has happened; true when a process of it has just ended, so
  // that its orphans are due.
  bool Advance() {
    if (done_) return false;
    for (const Message& message : process_->Receive()) findings_.Add(message);
    if (!process_->Ended()) return false;
    for (const Message& message : process_->Receive()) findings_.Add(message);
    if (undoing_) {
      FinishUndo();
    } else {
      FinishBody();
    }
    return true;
  }

  void CountOrphans(int count) {
    if (count == 0) return;
    record_.checks.push_back(
        {Check::Kind::kNote, true,
         fmt::format("{} process(es) outlived the test and were ended", count),
         "", ""});
  }

 private:
  void FinishBody() {
    const auto judgement = findings_.Judge(process_->end());
    record_.verdict = judgement.verdict;
    record_.reason = judgement.reason;
    record_.checks = findings_.checks();
    record_.measurements = findings_.measurements();
    AddCost(process_->end());
    if (!Exists(journal_)) {
      done_ = true;
      return;
    }
    undoing_ = true;
    auto child = ChildProcess::Start(
        [journal = journal_] {
          for (const std::string& failure : Replay(journal).failures) {
            SendMessage({Message::Type::kUndoFailure, {failure}});
          }
          SendMessage({Message::Type::kFinished, {}});
        },
        kUndoTimeLimit);
    if (!child.ok()) {
      record_.undo_failures.push_back(child.error().message);
      done_ = true;
      return;
    }
    process_ = std::move(child).value();
    findings_ = Findings();
  }

  // The undoing is a part of what the test costs.
  void AddCost(const ChildEnd& end) {
    record_.seconds += static_cast<double>(end.duration.count()) / 1000;
    record_.process_starts += end.process_starts;
  }

  void FinishUndo() {
    AddCost(process_->end());
    record_.undo_failures = findings_.undo_failures();
    if (const std::string fault = findings_.FaultOfEnd(process_->end());
        !fault.empty()) {
      record_.undo_failures.push_back("undoing: " + fault);
    }
    done_ = true;
  }

  const TestCase& test_;
  std::string journal_;
  TestRecord record_;
  std::optional<ChildProcess> process_;
  Findings findings_;
  bool undoing_ = false;
  bool done_ = false;
};

class Scheduler {
 public:
  Scheduler(const std::vector<const TestCase*>& tests, const Profile& profile,
            const SuiteOptions& options)
      : schedule_(tests, profile, options.slots, options.slow),
        profile_(profile),
        options_(options) {}

  void Run() {
    while (!schedule_.empty() || !running_.empty()) {
      if (Interrupted()) Stop();
      StartWhatFits();
      WaitForNews();
      for (RunningTest& test : running_) {
        if (test.Advance()) test.CountOrphans(KillOrphans(Pids()));
      }
      running_.remove_if([this](const RunningTest& test) {
        if (test.done()) Report(test.test(), test.record());
        return test.done();
      });
    }
  }

 private:
  bool Interrupted() const {
    return options_.interrupted != nullptr && options_.interrupted->load();
  }

  void Stop() {
    for (RunningTest& test : running_) test.Interrupt();
    for (const TestCase* test : schedule_.TakeRest()) {
      TestRecord record = NewRecord(*test);
      record.reason = "interrupted before it began";
      options_.on_record(record);
    }
  }

  void Report(const TestCase& test, const TestRecord& record) {
    schedule_.End(test);
    options_.on_record(record);
  }

  void StartWhatFits() {
    while (const TestCase* test = schedule_.Start(ChildProcess::Clock::now())) {
      options_.on_start(*test);
      if (const auto record = Precheck(*test, profile_)) {
        Report(*test, *record);
      } else {
        running_.emplace_back(*test, profile_, options_);
      }
    }
  }

  void WaitForNews() const {
    if (running_.empty()) return;
    std::vector<pollfd> fds;
    auto wait = kLookInterval;
    for (const RunningTest& test : running_) {
      if (test.done()) return;
      fds.push_back({test.fd(), POLLIN, 0});
      const auto left = std::chrono::duration_cast<milliseconds>(
          test.deadline() - ChildProcess::Clock::now());
      wait = std::clamp(left, milliseconds(0), wait);
    }
    poll(fds.data(), fds.size(), static_cast<int>(wait.count()));
  }

  std::vector<pid_t> Pids() const {
    std::vector<pid_t> pids;
    for (const RunningTest& test : running_) pids.push_back(test.pid());
    return pids;
  }

  Schedule schedule_;
  std::list<RunningTest> running_;
  const Profile& profile_;
  const SuiteOptions& options_;
};

}  // namespace

Status RunSuite(const std::vector<const TestCase*>& tests,
                const Profile& profile, const SuiteOptions& options) {
  IEC_RETURN_IF_ERROR(BecomeSubreaper());
  IEC_RETURN_IF_ERROR(EnsurePrivateDirectory(options.undo_directory));
  Scheduler(tests, profile, options).Run();
  return {};
}

}  // namespace iec
