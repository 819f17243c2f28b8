// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/stat.h>

#include <thread>

#include "lib/base/text.h"
#include "lib/dut/audit_store.h"
#include "lib/dut/kept_trail.h"
#include "lib/testcase/attempts.h"
#include "lib/testcase/audit_pressure.h"
#include "lib/testcase/check.h"
#include "lib/testcase/heartbeat.h"
#include "lib/testcase/parallel.h"
#include "lib/testcase/test_case.h"
#include "lib/testcase/ways.h"

namespace iec {
namespace {

// So much is left in turn, in percent: what a daemon does at one of its
// thresholds shows, and what it does when it is beyond all of them.
constexpr int64_t kLeft[] = {15, 4, 0};
constexpr int64_t kRecordedMeanwhile = 1 << 20;
// What it does, it may do in a process of its own.
constexpr std::chrono::seconds kPause{1};

// How many files the daemon may give up as it does when there is room.
size_t GoesAnyway(const AuditStore& store) {
  struct stat info {};
  const int64_t limit = FileLimitOf(store.configuration);
  return limit > 0 && TrailFiles(store.path).size() > 1 &&
                 stat(store.path.c_str(), &info) == 0 &&
                 info.st_size + kRecordedMeanwhile >= limit
             ? 1
             : 0;
}

}  // namespace

IEC_TEST_CASE(
    CR_2_9, a_full_storage_does_no_harm, .plan = "CR2.9.t1",
    .title = "A full audit storage stops neither the device nor recording",
    .tried =
        "The file system of the audit trail, which has to be one of its own, "
        "is filled in steps until nothing is available; what is recorded goes "
        "on meanwhile, and on each declared interface a temporary user logs "
        "in. Then the room is given back. The trail's files have a second name "
        "until they are back in their places. Actions that stop the device "
        "are read and not tried.",
    .passes_when =
        "No action stops the device, what is recorded is not held up, the "
        "logins succeed, and the storage does what is declared: all that was "
        "there is still there, or the newest events can be read, more than a "
        "few. Recording goes on when there is room.",
    .not_covered =
        "Essential functions of the product itself; journald as the only "
        "trail; a trail that shares its file system with others, which is not "
        "filled.",
    .remedy =
        "In auditd.conf no action may be halt or single, and none but "
        "max_log_file_action rotate: with little room left auditd rotates with "
        "every few records, and throws the trail away. auditctl -f must not be "
        "2. No step of a login may need room beside the audit trail. Give "
        "/var/log/audit a file system of its own.",
    .uses = {Resource::kAuditTrail},
    .shares = {Resource::kAccounts, Resource::kSshLogin,
               Resource::kConsoleLogin},
    .parameters = {"audit.heartbeat_seconds", "audit.overwrites",
                   "audit.wait_seconds", "audit.configuration_files"},
    .supersedes = {"TC_CR2.9_1", "TC_CR2.9_2"},
    .lanes = {Lane::kQemu, Lane::kBoard},
    .timeout = std::chrono::seconds(600)) {
  const Profile& profile = dut.profile();
  IEC_OBTAIN(const int64_t limit, profile.Integer("audit.heartbeat_seconds"));
  IEC_OBTAIN(const bool overwrites, profile.Flag("audit.overwrites"));
  const auto pressure = AuditPressure::Prepare(profile);
  if (!pressure) return;
  const AuditStore& store = pressure->store();
  if (!pressure->StopsNothing()) return;

  IEC_OBTAIN(const StorageRoom room, RoomOf(store));
  IEC_CONTROL(room.separate, "the audit trail has a file system of its own",
              store.directory + " shares one, which is not filled");
  IEC_OBTAIN(auto first, dut.accounts().CreateTemporary());
  IEC_OBTAIN(const auto paths, LoginPaths(profile, first.name));
  if (!WayInIsDeclared(!paths.empty())) return;
  IEC_OBTAIN(auto accounts, dut.accounts().CreateSeveral(paths.size() - 1));
  accounts.push_back(std::move(first));
  const auto log_in = [&](bool full) {
    InParallel(paths.size(), [&](size_t i) {
      std::string detail;
      const bool open =
          OpensSession(paths[i], accounts[i], accounts[i].password, &detail);
      if (full) {
        Expect(open, paths[i].name + ": a login succeeds on a full storage",
               detail);
      } else {
        static_cast<void>(Control(
            open, paths[i].name + ": the right password opens a session",
            detail));
      }
    });
  };
  log_in(false);

  const size_t due = GoesAnyway(store);
  IEC_OBTAIN(auto kept, KeptTrail::Keep(dut.undo(), store.path));
  Heartbeat heartbeat(pressure->files());
  for (const int64_t percent : kLeft) {
    if (const auto done = kept.LeaveAvailable(room.total * percent / 100);
        !done.ok()) {
      return Obstacle(done.error().message);
    }
    pressure->Record();
    std::this_thread::sleep_for(kPause);
  }
  log_in(true);
  heartbeat.Judge(std::chrono::seconds(limit), "a full storage");
  if (overwrites) {
    pressure->ExpectRecords("a full storage: the newest events can be read");
  } else {
    IEC_OBTAIN(const size_t gone, kept.GivenUp());
    Expect(gone <= due, "a full storage: what was recorded is still there",
           fmt::format("{} files of the trail were given up", gone));
  }

  if (const auto done = kept.GiveBack(); !done.ok()) {
    return Obstacle(done.error().message);
  }
  if (!overwrites) ResumeAudit();
  pressure->ExpectRecord("room again: recording goes on");
}

}  // namespace iec
