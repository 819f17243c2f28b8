// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <thread>

#include "lib/base/text.h"
#include "lib/dut/undo.h"
#include "lib/lava/signals.h"
#include "lib/peer/peer.h"
#include "lib/report/format.h"
#include "lib/testcase/suite.h"
#include "runner/commands.h"
#include "runner/console.h"
#include "runner/plan.h"
#include "runner/signals.h"

namespace iec {
namespace {

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

struct Outputs {
  std::vector<OutputTarget> reports;
  std::vector<std::string> record_files;
  bool record_on_stdout = false;
  bool report_on_stdout = false;
};

Result<Outputs> ParseOutputs(const std::vector<std::string>& specs) {
  Outputs outputs;
  for (const std::string& spec : specs) {
    IEC_ASSIGN_OR_RETURN(auto target, ParseOutputTarget(spec, {kRecordFormat}));
    if (target.format != kRecordFormat) {
      outputs.report_on_stdout |= target.file == "-";
      outputs.reports.push_back(std::move(target));
    } else if (target.file == "-") {
      outputs.record_on_stdout = true;
    } else {
      outputs.record_files.push_back(target.file);
    }
  }
  std::vector<std::string> files = outputs.record_files;
  for (const OutputTarget& target : outputs.reports) {
    files.push_back(target.file);
  }
  IEC_RETURN_IF_ERROR(CheckDistinct(files));
  return outputs;
}

ConsoleOptions ConsoleFor(const RunOptions& options, const Outputs& outputs) {
  ConsoleOptions console;
  const bool terminal = isatty(STDOUT_FILENO) == 1;
  console.signals = options.lava == "on" ||
                    (options.lava == "auto" && UnderLava(Environment("PATH")));
  // Whoever keeps the log needs the records; a person at a terminal does not.
  console.records = console.signals || outputs.record_on_stdout || !terminal;
  console.live = terminal && !console.records && Environment("TERM") != "dumb";
  console.color = UseColor(options.color, STDOUT_FILENO) && !console.signals;
  return console;
}

// One run from the plan to the summary: what the console shows and what the
// reports are made from.
class RunSession {
 public:
  RunSession(Plan plan, const ConsoleOptions& console)
      : plan_(std::move(plan)),
        encoder_(plan_.record.run, Environment(kRecordKeyVariable)),
        console_(console, FdSink(STDOUT_FILENO)) {
    run_.plan = plan_.record;
  }

  const Plan& plan() const { return plan_; }

  void Begin() {
    console_.Show(plan_.record, Keep(encoder_.Encode(plan_.record)));
  }

  Status RunTests(const Profile& profile, const RunOptions& options,
                  const std::optional<PeerTarget>& peer) {
    SuiteOptions suite;
    suite.run = plan_.record.run;
    suite.undo_directory = UndoDirectory(options.state_directory);
    suite.slots = options.jobs > 0
                      ? Slots{options.jobs, 0}
                      : DefaultSlots(std::thread::hardware_concurrency());
    suite.slow = options.slow;
    suite.peer = peer;
    suite.interrupted = &asked_to_end;
    suite.on_start = [this](const TestCase& test) {
      console_.ShowStart(test.Id());
    };
    suite.on_record = [this](const TestRecord& record) {
      console_.Show(record, Keep(encoder_.Encode(record)));
      run_.tests.push_back(record);
    };
    return RunSuite(plan_.tests, profile, suite);
  }

  // `leftovers`: what an earlier run changed and could not be undone now.
  Result<Assessment> End(const AssessmentOptions& options, int leftovers) {
    SummaryRecord summary;
    summary.finished = NowMilliseconds();
    summary.seconds =
        static_cast<double>(summary.finished - plan_.record.started) / 1000;
    summary.undo_failures = leftovers;
    summary.interrupted = asked_to_end;
    for (const TestRecord& test : run_.tests) {
      ++summary.verdicts[std::string(Name(test.verdict))];
      summary.undo_failures += static_cast<int>(test.undo_failures.size());
    }
    run_.summary = summary;
    RecordInput input;
    input.name = "this run";
    input.runs = {run_};
    auto assessment = Assess({input}, options);
    if (!assessment.ok()) return assessment;
    run_.summary->exit_status = assessment->exit_status;
    assessment->runs.back().summary = run_.summary;
    console_.Show(*run_.summary, Keep(encoder_.Encode(*run_.summary)));
    return assessment;
  }

  const std::string& record_text() const { return record_text_; }

 private:
  std::vector<std::string> Keep(std::vector<std::string> lines) {
    for (const std::string& line : lines) record_text_ += line + '\n';
    return lines;
  }

  Plan plan_;
  RecordEncoder encoder_;
  Console console_;
  RunRecord run_;
  std::string record_text_;
};

// 0, or the status of the first file that could not be written.
int WriteOutputs(const Outputs& outputs, const RunSession& session,
                 const Assessment& assessment, const RunOptions& options) {
  int status = kExitPass;
  const auto note = [&status](const Status& written) {
    if (!written.ok()) {
      status = Complain(written.error().message, kExitNoVerdict);
    }
  };
  for (const std::string& file : outputs.record_files) {
    note(WriteOutput(file, session.record_text()));
  }
  for (const OutputTarget& target : outputs.reports) {
    note(WriteReport(target, assessment, options.color));
  }
  return status;
}

int PrintPlan(const Plan& plan) {
  for (const PlannedTest& test : plan.record.tests) {
    fmt::print("{}  {}\n", test.id, test.title);
  }
  for (const LeftOut& left_out : plan.record.left_out) {
    fmt::print("left out: {}: {}\n", left_out.id, left_out.reason);
  }
  return kExitPass;
}

// Undoes what earlier runs left; the number of things that stay.
int UndoLeftovers(const std::string& directory) {
  const UndoReport report = ReplayAll(directory);
  if (report.undone > 0) {
    fmt::print(stderr, "undid {} change(s) of an earlier run\n", report.undone);
  }
  for (const std::string& failure : report.failures) {
    fmt::print(stderr, "NOT UNDONE from an earlier run: {}\n",
               Printable(failure));
  }
  return static_cast<int>(report.failures.size());
}

int RunLocked(RunSession& session, const Profile& profile,
              const RunOptions& options, const Outputs& outputs,
              const std::optional<PeerTarget>& peer) {
  HandleSignals();
  const int leftovers = UndoLeftovers(UndoDirectory(options.state_directory));
  session.Begin();
  if (const Status status = session.RunTests(profile, options, peer);
      !status.ok()) {
    return Complain(status.error().message, kExitNoVerdict);
  }
  AssessmentOptions assessed;
  assessed.strict = options.strict;
  const auto assessment = session.End(assessed, leftovers);
  if (!assessment.ok()) {
    return Complain(assessment.error().message, kExitNoVerdict);
  }
  const int written = WriteOutputs(outputs, session, *assessment, options);
  return assessment->exit_status != kExitPass ? assessment->exit_status
                                              : written;
}

// Of a run that names one; its endpoint has been checked.
Result<PeerTarget> PeerOf(const RunOptions& options, const Endpoint& endpoint,
                          const std::string& run) {
  PeerTarget target;
  target.endpoint = endpoint;
  target.run = run;
  IEC_ASSIGN_OR_RETURN(target.key, ReadPeerKey(options.peer_key));
  return target;
}

}  // namespace

int Run(const RunOptions& options) {
  auto outputs = ParseOutputs(options.outputs);
  if (!outputs.ok()) return Complain(outputs.error().message, kExitUsage);
  auto profile = LoadProfileOrDefault(options.profile);
  if (!profile.ok()) return Complain(profile.error().message, kExitNoVerdict);
  SetTargetLevel(options.level, *profile);
  std::optional<Endpoint> endpoint;
  if (!options.peer.empty()) {
    auto parsed = ParseEndpoint(options.peer);
    if (!parsed.ok()) {
      return Complain("--peer: " + parsed.error().message, kExitUsage);
    }
    endpoint = *std::move(parsed);
  }
  auto plan = MakePlan(options, *profile, DetectLane());
  if (!plan.ok()) return Complain(plan.error().message, kExitUsage);
  if (options.dry_run) return PrintPlan(*plan);
  if (plan->tests.empty()) {
    for (const LeftOut& left_out : plan->record.left_out) {
      fmt::print(stderr, "left out: {}: {}\n", left_out.id, left_out.reason);
    }
    return Complain("no test is left to run; see iec-runner list",
                    kExitNoVerdict);
  }
  const std::string undo = UndoDirectory(options.state_directory);
  if (const Status status = EnsurePrivateDirectory(undo); !status.ok()) {
    return Complain(status.error().message +
                        ": changes could not be undone; run it as root or "
                        "name another directory by --state",
                    kExitNoVerdict);
  }
  const auto lock = RunLock::Take(undo, plan->record.run);
  if (!lock.ok()) return Complain(lock.error().message, kExitNoVerdict);
  // Before anything is done to the device: it may not be there, or busy.
  std::optional<PeerTarget> peer;
  std::optional<PeerLease> lease;
  if (endpoint &&
      std::any_of(plan->tests.begin(), plan->tests.end(),
                  [](const TestCase* test) { return test->peer; })) {
    auto target = PeerOf(options, *endpoint, plan->record.run);
    if (!target.ok()) return Complain(target.error().message, kExitNoVerdict);
    auto leased = LeasePeer(*target);
    if (!leased.ok()) return Complain(leased.error().message, kExitNoVerdict);
    peer = *std::move(target);
    lease = *std::move(leased);
  }
  RunSession session(std::move(*plan), ConsoleFor(options, *outputs));
  return RunLocked(session, *profile, options, *outputs, peer);
}

}  // namespace iec
