// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <thread>

#include "lib/base/text.h"
#include "lib/dut/journal_cursor.h"
#include "lib/dut/kept_trail.h"
#include "lib/testcase/audit_pressure.h"
#include "lib/testcase/check.h"
#include "lib/testcase/test_case.h"

namespace iec {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

// Daemons count in whole MiB.
constexpr int64_t kMargin = 2 << 20;
// In which a warning that comes too early has come.
constexpr seconds kCalm{5};
constexpr std::chrono::milliseconds kPollInterval{1000};
constexpr int64_t kWarning = 4;  // of syslog; less is worse

// What tells of too little room, as somebody reads it who looks for warnings.
Result<std::optional<std::string>> WarningSince(
    const JournalCursor& cursor, const std::vector<std::string>& words) {
  IEC_ASSIGN_OR_RETURN(const auto entries,
                       cursor.EntriesSince({}, {}, {"MESSAGE", "PRIORITY"}));
  for (const JournalEntry& entry : entries) {
    const auto priority = ParseInteger(entry.Field("PRIORITY"));
    if (!priority || *priority > kWarning) continue;
    const std::string message = Lower(entry.message());
    for (const std::string& word : words) {
      if (message.find(Lower(word)) != std::string::npos) {
        return std::optional(entry.message());
      }
    }
  }
  return std::optional<std::string>();
}

}  // namespace

IEC_TEST_CASE(
    CR_2_9_RE_1, a_warning_comes_in_time, .plan = "CR2.9RE1.t1",
    .title = "There is a warning when the audit storage is about to fill up",
    .tried =
        "The file system of the audit trail, which has to be one of its own, "
        "is filled until a little more than audit.warning_percent of it is "
        "free, and then until it is a little less; records are made each time. "
        "The trail's files have a second name meanwhile, and the room is given "
        "back.",
    .passes_when =
        "The journal has a warning, or something worse, about it within "
        "audit.warning_seconds after the second step, and none after the "
        "first one.",
    .not_covered =
        "Whether somebody reads it: warnings by mail or to another machine; "
        "a trail that shares its file system with others, which is not filled; "
        "a trail that its own limits keep from ever filling the file system.",
    .remedy =
        "Set space_left in auditd.conf to the declared percentage and "
        "space_left_action to syslog (or email); nothing may keep the messages "
        "of auditd.service out of the journal.",
    .uses = {Resource::kAuditTrail},
    .parameters = {"audit.warning_percent", "audit.warning_seconds",
                   "audit.warning_words", "audit.wait_seconds",
                   "audit.configuration_files"},
    .supersedes = {"TC_CR2.9-RE1_1"}, .lanes = {Lane::kQemu, Lane::kBoard},
    .waits = kCalm, .timeout = seconds(400)) {
  const Profile& profile = dut.profile();
  IEC_OBTAIN(const int64_t percent, profile.Integer("audit.warning_percent"));
  IEC_OBTAIN(const int64_t limit, profile.Integer("audit.warning_seconds"));
  IEC_OBTAIN(const auto words, profile.List("audit.warning_words"));
  const auto pressure = AuditPressure::Prepare(profile);
  if (!pressure) return;
  const AuditStore& store = pressure->store();
  if (!pressure->StopsNothing()) return;
  IEC_OBTAIN(const StorageRoom room, RoomOf(store));
  IEC_CONTROL(room.separate, "the audit trail has a file system of its own",
              store.directory + " shares one, which is not filled");
  const int64_t threshold = room.total * percent / 100;
  const int64_t margin = std::max(kMargin, room.total * 2 / 100);
  IEC_CONTROL(room.available > threshold + margin,
              "more than the declared part of the storage is free",
              fmt::format("{} of {} bytes", room.available, room.total));

  IEC_OBTAIN(auto kept, KeptTrail::Keep(dut.undo(), store.path));
  const auto leave = [&](int64_t bytes) {
    const auto done = kept.LeaveAvailable(bytes);
    if (!done.ok()) Obstacle(done.error().message);
    if (done.ok()) pressure->Record();
    return done.ok();
  };
  IEC_OBTAIN(const auto calm, JournalCursor::Take());
  if (!leave(threshold + margin)) return;
  std::this_thread::sleep_for(kCalm);
  IEC_OBTAIN(const auto early, WarningSince(calm, words));
  Expect(!early,
         fmt::format("no warning comes while more than {} % are free", percent),
         early ? Printable(*early) : "none came");

  IEC_OBTAIN(const auto cursor, JournalCursor::Take());
  const auto begin = Clock::now();
  if (!leave(std::max<int64_t>(threshold - margin, 0))) return;
  std::optional<std::string> warning;
  while (!warning) {
    const auto passed = Clock::now() - begin;
    IEC_OBTAIN(warning, WarningSince(cursor, words));
    if (passed >= seconds(limit)) break;
    if (!warning) std::this_thread::sleep_for(kPollInterval);
  }
  Expect(warning.has_value(),
         fmt::format("a warning comes within {} s when less than {} % are free",
                     limit, percent),
         warning ? Printable(*warning) : "the journal has none");
}

}  // namespace iec
