// SPDX-License-Identifier: Apache-2.0
#include "lib/dut/audit_daemon.h"

#include <array>
#include <csignal>
#include <string_view>
#include <thread>

#include "lib/base/file.h"
#include "lib/base/text.h"
#include "lib/dut/kernel_audit.h"
#include "lib/dut/process.h"
#include "lib/dut/service.h"
#include "lib/dut/undo_handlers.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kPollInterval{100};
constexpr milliseconds kEndLimit{5'000};
constexpr milliseconds kEndInterval{5};
constexpr milliseconds kStartLimit{90'000};
// So often the unit's state is asked for while something changes it.
constexpr milliseconds kAskInterval{1000};

Status Systemctl(const std::string& verb, const std::string& unit) {
  Command command{{"systemctl", verb, unit}};
  command.timeout = kStartLimit;
  IEC_ASSIGN_OR_RETURN(const Outcome outcome, Run(command));
  if (!outcome.Succeeded()) {
    return Error{"systemctl " + verb + ": " + outcome.Describe()};
  }
  return {};
}

// Its own restart may be under way.
Status BringUp(const std::string& unit) {
  const auto deadline = Clock::now() + kStartLimit;
  for (;;) {
    IEC_ASSIGN_OR_RETURN(const ServiceState state, QueryService(unit));
    if (state.Active()) return {};
    if (state.active_state == "failed" || state.active_state == "inactive") {
      break;
    }
    if (Clock::now() >= deadline) {
      return Error{unit + " does not come up: " + state.active_state};
    }
    std::this_thread::sleep_for(kAskInterval);
  }
  // Too many starts in a short time count as a failure as well.
  IEC_RETURN_IF_ERROR(Systemctl("reset-failed", unit));
  return Systemctl("start", unit);
}

}  // namespace

Status EndAuditDaemon(UndoJournal& journal, const AuditStore& store) {
  if (store.unit.empty()) {
    return Error{"no service of systemd starts the audit daemon again"};
  }
  IEC_RETURN_IF_ERROR(
      journal.Record({"audit_daemon_ended", {{"unit", store.unit}}}));
  if (kill(store.daemon, SIGKILL) != 0) return ErrnoError("ending the daemon");
  const auto deadline = Clock::now() + kEndLimit;
  while (kill(store.daemon, 0) == 0 && Clock::now() < deadline) {
    std::this_thread::sleep_for(kEndInterval);
  }
  return {};
}

std::optional<milliseconds> WaitForAnotherDaemon(const AuditStore& store,
                                                 milliseconds limit) {
  const auto begin = Clock::now();
  for (;;) {
    const auto kernel = AskKernelAudit();
    const auto passed =
        std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
    if (kernel.ok() && kernel->daemon > 0 && kernel->daemon != store.daemon) {
      return passed;
    }
    if (passed >= limit) return std::nullopt;
    std::this_thread::sleep_for(kPollInterval);
  }
}

Result<std::vector<std::string>> WhatFailureStops(const std::string& unit) {
  const Command show{{"systemctl", "show", "--property=FailureAction",
                      "--property=StartLimitAction", "--property=SuccessAction",
                      "--property=OnFailure", "--property=ExecStopPost", unit}};
  IEC_ASSIGN_OR_RETURN(const Outcome outcome, Run(show));
  if (!outcome.Succeeded()) return Error{"systemctl: " + outcome.Describe()};
  constexpr std::array<std::string_view, 8> kWords = {
      "reboot", "poweroff", "exit",      "halt",
      "kexec",  "rescue",   "emergency", "shutdown"};
  std::vector<std::string> found;
  for (const std::string& all : Split(outcome.out, '\n')) {
    // What follows a command line tells how it ended last.
    const std::string line = all.substr(0, all.find(" ; ignore_errors"));
    const size_t equals = line.find('=');
    for (const std::string_view word : kWords) {
      if (equals != std::string::npos &&
          line.find(word, equals) != std::string::npos) {
        found.push_back(line);
        break;
      }
    }
  }
  return found;
}

UndoOutcome UndoDaemonEnded(const UndoEntry& entry, const UndoContext&) {
  UndoOutcome outcome;
  const auto unit = Need(entry, "unit");
  if (!unit.ok()) {
    outcome.failures.push_back(unit.error().message);
    return outcome;
  }
  outcome.Check(BringUp(*unit));
  return outcome;
}

}  // namespace iec
