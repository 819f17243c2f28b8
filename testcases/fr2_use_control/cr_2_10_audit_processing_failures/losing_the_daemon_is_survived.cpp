// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "lib/base/text.h"
#include "lib/dut/audit_daemon.h"
#include "lib/dut/journal_cursor.h"
#include "lib/dut/process.h"
#include "lib/dut/service.h"
#include "lib/testcase/audit_pressure.h"
#include "lib/testcase/check.h"
#include "lib/testcase/heartbeat.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kPollInterval{1000};
// So that the event after it is not taken for one before it.
constexpr milliseconds kApart{200};
constexpr int64_t kWarning = 4;  // of syslog; less is worse

// Whether an entry tells somebody that the audit has lost something. That the
// kernel prints the records themselves, and not all of them, does not.
bool IsAlert(const JournalEntry& entry, const std::string& unit) {
  const auto priority = ParseInteger(entry.Field("PRIORITY"));
  if (!priority || *priority > kWarning) return false;
  const std::string message = Lower(entry.message());
  if (entry.Field("_TRANSPORT") == "kernel") {
    return message.find("audit") != std::string::npos &&
           message.find("daemon") != std::string::npos;
  }
  return entry.Field("UNIT") == unit ||
         message.find("audit") != std::string::npos;
}

std::string WaitForAlert(const JournalCursor& cursor, const std::string& unit,
                         Clock::time_point deadline) {
  for (;;) {
    const bool last = Clock::now() >= deadline;
    const auto entries = cursor.EntriesSince(
        {}, {}, {"MESSAGE", "PRIORITY", "_TRANSPORT", "UNIT"});
    if (!entries.ok()) {
      Obstacle(entries.error().message);
      return "";
    }
    for (const JournalEntry& entry : *entries) {
      if (IsAlert(entry, unit)) return entry.message();
    }
    if (last) return "";
    std::this_thread::sleep_for(kPollInterval);
  }
}

bool RulesAre(const std::string& rules) {
  const auto now = Run({{"auditctl", "-l"}});
  return now.ok() && now->out == rules;
}

bool IsStarting(const std::string& unit) {
  if (unit.empty()) return false;
  const auto state = QueryService(unit);
  return state.ok() && state->active_state == "activating";
}

}  // namespace

IEC_TEST_CASE(
    CR_2_10, losing_the_daemon_is_survived, .plan = "CR2.10.t1",
    .title = "The loss of the audit daemon is noticed, and recording goes on",
    .tried =
        "The daemon that takes the kernel's records is ended by a signal that "
        "it cannot see; meanwhile something does what is recorded. What the "
        "kernel and the service manager would stop the device for is read "
        "first, and not tried.",
    .passes_when =
        "What is recorded is not held up; within audit.recovery_seconds the "
        "journal has a warning about it, and another daemon writes the trail "
        "by the same rules. What happened in between is in the trail.",
    .not_covered =
        "Essential functions of the product itself; a daemon that hangs; a "
        "kernel that loses records; alarms that go to another machine.",
    .remedy =
        "auditd.service needs Restart=on-failure (or always) without a long "
        "pause, and neither FailureAction nor LogLevelMax; auditctl -f must "
        "not be 2. All rules belong into /etc/audit/rules.d. audit=1 on the "
        "kernel's command line keeps what nobody takes.",
    .uses = {Resource::kAuditTrail, Resource::kServices},
    .parameters = {"audit.heartbeat_seconds", "audit.recovery_seconds",
                   "audit.wait_seconds", "audit.configuration_files"},
    .supersedes = {"TC_CR2.10_1"}, .lanes = {Lane::kQemu, Lane::kBoard},
    .timeout = seconds(400)) {
  const Profile& profile = dut.profile();
  IEC_OBTAIN(const int64_t limit, profile.Integer("audit.heartbeat_seconds"));
  IEC_OBTAIN(const int64_t recovery, profile.Integer("audit.recovery_seconds"));
  const auto pressure = AuditPressure::Prepare(profile);
  if (!pressure) return;
  const AuditStore& store = pressure->store();
  if (!pressure->StopsNothing()) return;
  if (!store.unit.empty()) {
    IEC_OBTAIN(const auto stops, WhatFailureStops(store.unit));
    if (!Expect(stops.empty(),
                "the loss of the daemon does not stop the device",
                stops.empty() ? "the service manager does nothing of that kind"
                              : Join(stops, ", ") + ": not tried")) {
      return;
    }
  }
  IEC_OBTAIN(const Outcome rules, Run({{"auditctl", "-l"}}));
  IEC_OBTAIN(const auto cursor, JournalCursor::Take());

  Heartbeat heartbeat(pressure->files());
  const auto begin = Clock::now();
  if (const auto ended = EndAuditDaemon(dut.undo(), store); !ended.ok()) {
    return Obstacle(ended.error().message);
  }
  std::this_thread::sleep_for(kApart);
  const int64_t gap = NowMilliseconds();
  MakeAuditedCalls(pressure->files());
  const int64_t gap_end = NowMilliseconds();
  const auto deadline = begin + seconds(recovery);
  const auto restart = WaitForAnotherDaemon(store, seconds(recovery));
  if (restart) {
    Measure("restart", static_cast<double>(restart->count()) / 1000, "s");
  }
  Expect(restart.has_value(),
         fmt::format("within {} s another daemon takes the records", recovery),
         restart ? fmt::format("after {:.1f} s",
                               static_cast<double>(restart->count()) / 1000)
                 : "nobody takes them");
  const std::string alert = WaitForAlert(cursor, store.unit, deadline);
  Expect(!alert.empty(),
         fmt::format("within {} s the journal warns of the loss", recovery),
         alert.empty() ? "it does not" : Printable(alert));
  if (restart) {
    const auto left = std::max<milliseconds>(
        std::chrono::ceil<milliseconds>(deadline - Clock::now()),
        milliseconds(0));
    Expect(pressure->Recorded(gap, gap_end, 1, left),
           "what happens while there is no daemon is recorded",
           "looked for in " + store.path);
    pressure->ExpectRecord("with the new daemon recording goes on");
    // What goes with the start of the daemon may change the rules after it.
    while (IsStarting(store.unit) && Clock::now() < deadline) {
      std::this_thread::sleep_for(kPollInterval);
    }
    bool same = RulesAre(rules.out);
    while (!same && Clock::now() < deadline) {
      std::this_thread::sleep_for(kPollInterval);
      same = RulesAre(rules.out);
    }
    Expect(same, "the rules of before are in force again",
           same ? "they are" : "auditctl -l says something else");
  }
  heartbeat.Judge(seconds(limit), "a daemon that is lost");
}

}  // namespace iec
